const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8;
  --card: #ffffff;
  --text: #1a212b;
  --quiet: #556070;
  --line: #8a94a3;
  --hairline: #e1e5ea;
  --accent: #1b5fc4;
  --accent-strong: #154b9c;
  --on-accent: #ffffff;
  --alert: #a11a1a;
  --alert-page: #fdeeee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151c;
    --card: #181e27;
    --text: #e7ebf1;
    --quiet: #a7b1bf;
    --line: #6c7889;
    --hairline: #2b3543;
    --accent: #8db8ff;
    --accent-strong: #b1cfff;
    --on-accent: #0a1c38;
    --alert: #ffb0aa;
    --alert-page: #3a1c1c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--page);
  color: var(--text);
  font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif;
}
header, footer { padding: 16px 24px; }
header { display: flex; justify-content: space-between; gap: 16px; flex-wrap: wrap; }
footer { color: var(--quiet); font-size: 14px; text-align: center; }
.brand { display: inline-flex; align-items: center; gap: 8px; font-weight: 600; }
.brand svg { fill: var(--accent); }
nav { display: flex; gap: 16px; }
a { color: var(--accent); }
nav a { text-decoration: none; padding: 2px 0; }
nav a[aria-current] { color: var(--text); border-bottom: 2px solid var(--accent); }
main { width: 100%; max-width: 440px; margin: auto; padding: 16px; }
.card { background: var(--card); border: 1px solid var(--hairline); border-radius: 12px; padding: 32px; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.3; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
label { display: block; margin: 16px 0 4px; font-weight: 500; }
input {
  width: 100%; padding: 10px 12px; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
input[aria-invalid] { border-color: var(--alert); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert {
  margin: 16px 0 0; padding: 10px 12px; border-radius: 8px; border-left: 4px solid var(--alert);
  background: var(--alert-page); color: var(--alert);
}
button, .button {
  display: block; width: 100%; padding: 11px 16px; font: inherit; font-weight: 600; text-align: center;
  border-radius: 8px; border: 1px solid transparent; cursor: pointer; text-decoration: none;
  background: var(--accent); color: var(--on-accent);
}
button:hover, .button:hover { background: var(--accent-strong); }
button.plain { background: none; color: var(--accent); margin-top: 8px; }
button.plain:hover { text-decoration: underline; }
form { margin: 0; }
.submit { margin-top: 24px; }
details { margin-top: 16px; }
summary { cursor: pointer; padding: 8px 0; color: var(--quiet); }
.samples { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-top: 1px solid var(--hairline); vertical-align: top; }
th { font-weight: 500; color: var(--quiet); border-top: 0; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: nowrap; }
@media (max-width: 480px) {
  .card { padding: 24px 16px; }
  header { padding: 16px; }
}
`;

const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#1b5fc4" d="M12 3 4 7.5 12 12l8-4.5zM4 10.5V17l7 4v-6.6zm16 0V17l-7 4v-6.6z"/></svg>`;

/** Files that the pages load, by path; all from here, so that the user center works without a network. */
export const assets: Record<string, { type: string; body: string }> = {
  '/style.css': { type: 'text/css; charset=utf-8', body: style },
  '/favicon.svg': { type: 'image/svg+xml', body: favicon },
  '/submit.js': {
    type: 'text/javascript; charset=utf-8',
    body: `document.querySelector('button[type=submit]').click();`,
  },
};
