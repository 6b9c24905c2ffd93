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

  /** Says what the picture of a grid shows under the pointer, where no mark has something to say itself. */
  function listenForProbe(view, stage, probe) {
    const frame = stage.querySelector('.role-frame .background');
    view.addEventListener('mousemove', (event, item) => {
      if (item?.tooltip !== undefined && item?.tooltip !== null) return;
      const { left, top, width, height } = frame.getBoundingClientRect();
      const across = (event.clientX - left) / width;
      const down = (event.clientY - top) / height;
      const inside = across >= 0 && across <= 1 && down >= 0 && down <= 1;
      showTooltip(null, event, item, inside ? probeAt(probe, across, down) : null);
    });
    view.addEventListener('mouseout', () => { tooltip.hidden = true; });
  }

  /** The entry for a place given in fractions of the plotting area, from its left and its top. */
  function probeAt({ importances, densities, columns, captions, rows }, across, down) {
    const between = ([first, last], t) => Number((first * (last / first) ** t).toPrecision(3));
    const runs = rows[Math.round(down * (rows.length - 1))];
    let column = Math.round(across * (columns - 1));
    let k = 0;
    while (column >= runs[k + 1]) {
      column -= runs[k + 1];
      k += 2;
    }
    return { phase: captions[runs[k]], r: between(importances, across), p: between(densities, down) };
  }

  /** Replaces the still picture when, and only when, the live one stands. */
  async function enliven(panel) {
    const source = document.getElementById(panel.dataset.live);
    const still = panel.querySelector('.still');
    const stage = document.createElement('div');
    stage.className = 'live';
    stage.hidden = true;
    panel.append(stage);
    const specification = JSON.parse(source.textContent);
    const runtime = vega.parse(specification, {}, { ast: true });
    const view = new vega.View(runtime, {
      expr: vegaInterpreter.expressionInterpreter,
      renderer: 'svg',
      container: stage,
      hover: false,
      tooltip: showTooltip,
      logLevel: vega.Error,
    });
    await view.runAsync();
    const probe = specification.usermeta?.probe;
    if (probe !== undefined) listenForProbe(view, stage, probe);
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
