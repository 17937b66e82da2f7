import { type Route, route } from "../api/route.ts";
import { openApi } from "./document_schema.ts";
import { describeApi, type OpenApi } from "./document.ts";
import { Reference } from "./reference.tsx";

/** The description of the API, for programs and for people; it describes itself too. */
export function documentRoutes(others: readonly Route[], version: string): Route[] {
  let described: OpenApi | null = null;
  const document = (): OpenApi => described ??= describeApi([...others, ...own], version);
  const own: Route[] = [
    route({
      ...{
        method: "GET",
        path: "/api/openapi.json",
        tag: "about",
        summary: "This description (OpenAPI 3.1)",
      },
      reply: { json: openApi },
      run: () => document(),
    }),
    route({
      ...{ method: "GET", path: "/api/reference", tag: "about", summary: "This description, to read" },
      reply: { text: "text/html" },
      run: ({ c }) => c.html(<Reference document={document()} nonce={c.get("secureHeadersNonce") ?? ""} />),
    }),
  ];
  return own;
}
