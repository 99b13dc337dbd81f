/** Markup that may go into a page as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = string | number | Html | undefined | Part[];

/** Template tag: every value that is not `Html` is escaped, so that a page cannot forget to. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(
    strings.reduce((all, text, i) => all + render(values[i - 1]) + text),
  );
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(render).join('');
  return String(part).replace(
    /[&<>"']/g,
    character => `&#${character.charCodeAt(0)};`,
  );
}
