/** A text in quotes, a comparison, a number, a path or `and`, or any other single letter. */
const TOKEN_REGEXP =
  /\s*('[^']*'|[<>=!]=|\d[\d.]*(?:e[-+]?\d+)?\w*|[a-z_]\w*(?:-\w+)*(?:\.[a-z_]\w*(?:-\w+)*)*|\S)/giy;

/** The words of a constraint, in order; a minus where a value is due belongs to the number after it. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN_REGEXP.lastIndex = 0;
  for (let match = TOKEN_REGEXP.exec(text); match !== null; match = TOKEN_REGEXP.exec(text)) {
    const token = match[1]!;
    const isSigned = tokens.at(-1) === "-" && /^\d/.test(token) && isSign(tokens.at(-2));
    if (isSigned) tokens.splice(-1, 1, `-${token}`);
    else tokens.push(token);
  }
  return tokens;
}

/** Whether a value is due after this word. */
const isSign = (token: string | undefined): boolean =>
  token === undefined || token === "and" || /^(?:[<>]|[<>=!]=|[-+*/])$/.test(token);
