/** Below the app of a framework: what to do, and the source, which its script tag names. */
const { source, first = '' } = document.querySelector('script[data-source]').dataset;

const footer = document.createElement('footer');
footer.innerHTML = `
  <p>${first} Send <code>orders-changed</code> or <code>alert</code> to <code>*</code> from the
  <a href="/console" target="console">console</a> and watch this page. The push key is <code>demo-push-key</code>.</p>
  <details><summary>Source of this page</summary><pre tabindex="0" role="region" aria-label="${source}"><code></code></pre></details>
  <p><a href="/demo/">All stories</a></p>`;
footer.querySelector('details').addEventListener(
  'toggle',
  async () => {
    const response = await fetch(`/frameworks/${source}`);
    footer.querySelector('pre code').textContent = await response.text();
  },
  { once: true },
);
document.body.append(footer);
