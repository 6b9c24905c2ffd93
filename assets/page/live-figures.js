/**
 * Turns each still figure into a live one with tooltips, once it comes near the screen. Without this script the page shows
 * the same figures, still. Expects `vega` and `vegaInterpreter` as globals.
 */
(() => {
  const tooltip = document.createElement('div');
  tooltip.id = 'tooltip';
  tooltip.setAttribute('role', 'tooltip');
  tooltip.hidden = true;
  document.body.append(tooltip);

  /** Shows what vega hands over: an object of labels and texts, or nothing. */
  function showTooltip(_handler, event, _item, value) {
    tooltip.hidden = value === null || value === undefined || value === '';
    if (tooltip.hidden) return;
    const entries = typeof value === 'object' ? Object.entries(value) : [['', value]];
    const list = document.createElement('dl');
    for (const [label, text] of entries) {
      const term = document.createElement('dt');
      term.textContent = label;
      const detail = document.createElement('dd');
      detail.textContent = String(text);
      list.append(term, detail);
    }
    tooltip.replaceChildren(list);
    const { width, height } = tooltip.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.min(event.clientX + 14, room - width - 8);
    const below = event.clientY + 16;
    const top = below + height > window.innerHeight - 8 ? event.clientY - height - 12 : below;
    tooltip.style.left = `${Math.max(8, left)}px`;
    tooltip.style.top = `${Math.max(8, top)}px`;
  }

  /** Replaces the still picture when, and only when, the live one stands. */
  async function enliven(panel) {
    const source = document.getElementById(panel.dataset.live);
    const still = panel.querySelector('.still');
    const stage = document.createElement('div');
    stage.className = 'live';
    stage.hidden = true;
    panel.append(stage);
    const runtime = vega.parse(JSON.parse(source.textContent), {}, { ast: true });
    const view = new vega.View(runtime, {
      expr: vegaInterpreter.expressionInterpreter,
      renderer: 'svg',
      container: stage,
      hover: false,
      tooltip: showTooltip,
      logLevel: vega.Error,
    });
    await view.runAsync();
    const picture = stage.querySelector('svg');
    picture.setAttribute('aria-hidden', 'true');
    stage.hidden = false;
    still.hidden = true;
    panel.classList.add('is-live');
  }

  const panels = document.querySelectorAll('[data-live]');
  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearby.unobserve(target);
        document.fonts.ready.then(() => enliven(target)).catch((error) => console.error(error));
      }
    },
    { rootMargin: '600px' },
  );
  for (const panel of panels) nearby.observe(panel);
  addEventListener('scroll', () => { tooltip.hidden = true; }, { passive: true });
})();
