import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { renderPage } from '../../../src/report/page/page.ts';
import { CHROMIUM } from '../../support/chromium.ts';
import { suite } from '../../support/suite.ts';
import { PAGE_ASSETS } from '../gallery/page-assets.ts';
import { sampleReport } from '../gallery/sample-report.ts';

const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** What a page complained about while it was open. */
interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

async function visit(
  browser: Browser,
  file: string,
  width: number,
  javaScriptEnabled: boolean,
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled,
    offline: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

/** Shows every panel once, so that all of them come alive. */
async function scrollThrough(page: Page): Promise<void> {
  const panels = page.locator('[data-live]');
  for (let k = 0; k < (await panels.count()); k += 1) await panels.nth(k).scrollIntoViewIfNeeded();
  await page.locator('[data-live]:not(.is-live)').first().waitFor({ state: 'detached', timeout: 20_000 });
}

/** Points at something until its tooltip shows: on a busy machine the page may still be settling under a first attempt. */
async function hoverUntil(page: Page, target: Locator, tooltip: Locator): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await page.mouse.move(0, 0);
    await target.hover();
    const shown = tooltip.waitFor({ state: 'visible', timeout: 1000 });
    if (attempt === 20) return shown;
    if (
      await shown.then(
        () => true,
        () => false,
      )
    )
      return;
  }
}

suite('page in a browser', (test) => {
  test('the page opens under its policy, offline, without complaint, live and still, wide and narrow', async () => {
    if (CHROMIUM === undefined) {
      // biome-ignore lint/suspicious/noConsole: a check that did not run says so.
      console.log('SKIPPED page in a browser: no chromium is installed (apt-get install chromium)');
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'antipode-page-'));
    const file = join(folder, 'index.html');
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS.split(' ') });
    try {
      const html = renderPage(await sampleReport(), PAGE_ASSETS);
      assert.ok(html.length < 3_000_000, `the page weighs ${html.length} bytes`);
      writeFileSync(file, html);

      const wide = await visit(browser, file, 1280, true);
      await scrollThrough(wide.page);
      assert.is(await wide.page.locator('.still:visible').count(), 0);
      const dot = wide.page.locator('#trained .live .mark-symbol.role-mark path').nth(300);
      const tooltip = wide.page.locator('#tooltip');
      await hoverUntil(wide.page, dot, tooltip);
      assert.match((await tooltip.textContent()) ?? '', /relative excess loss/);
      const map = wide.page.locator('#hand-picked .live image');
      // A tenth in from the left and from the top: low importance, high density.
      const { width, height } = (await map.boundingBox()) ?? { width: 0, height: 0 };
      await map.hover({ position: { x: width / 10, y: height / 10 }, force: true });
      assert.match((await tooltip.textContent()) ?? '', /phaseextra feature not represented.*r0\.02.*p0\.5/);
      assert.equal(wide.complaints, []);

      const narrow = await visit(browser, file, 390, true);
      await scrollThrough(narrow.page);
      assert.is(await narrow.page.evaluate('document.documentElement.scrollWidth'), 390);
      assert.equal(narrow.complaints, []);

      const still = await visit(browser, file, 1280, false);
      assert.is(
        await still.page.locator('.still svg:visible').count(),
        await still.page.locator('[data-live]').count(),
      );
      assert.equal(still.complaints, []);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});
