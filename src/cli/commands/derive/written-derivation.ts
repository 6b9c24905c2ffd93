/** @file A derivation as text, LaTeX or a page. */

import { derivationPage } from '../../../report/derivation/derivation-page.ts';
import { renderStillPage } from '../../../report/page/page.ts';
import type { WrittenDerivation } from '../../../symbolic/presentation/block.ts';
import { renderLatex } from '../../../symbolic/presentation/render-latex.ts';
import { renderText } from '../../../symbolic/presentation/render-text.ts';
import type { DocumentFormat } from '../../options/derivation-format.ts';
import { packageVersion } from '../../package-version.ts';
import { readStillPageAssets } from '../../report/page-assets.ts';

/** The document in a format for readers. */
export async function writtenDerivation(
  derivation: WrittenDerivation,
  format: Exclude<DocumentFormat, 'json'>,
  command: string,
): Promise<string> {
  switch (format) {
    case 'text':
      return renderText(derivation);
    case 'latex':
      return renderLatex(derivation);
    case 'html': {
      const { drawChart } = await import('../../../report/chart/draw-chart.ts');
      const page = await derivationPage(
        derivation,
        {
          subtitle: 'Derived by the program, exactly; every formula read back from its printed form.',
          facts: [
            { name: 'made by', value: { kind: 'code', text: command } },
            { name: 'antipode', value: packageVersion() },
          ],
          footer: '',
        },
        drawChart,
      );
      return renderStillPage(page, await readStillPageAssets());
    }
    default:
      return format satisfies never;
  }
}
