import { raw } from "hono/html";
import type { Answer, OpenApi, Operation, Parameter } from "./document.ts";
import type { JsonSchema } from "./json_schema.ts";
import style from "./reference.css" with { type: "text" };

/** The API to read: one page, without scripts. */
export function Reference({ document, nonce }: { document: OpenApi; nonce: string }) {
  const { info, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
  );
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{info.title} API</title>
          <style nonce={nonce}>{raw(style)}</style>
        </head>
        <body>
          <header>
            <h1>{info.title} API</h1>
            <p>
              Version {info.version}. {info.description} As a document:{" "}
              <a href="/api/openapi.json">openapi.json</a>. Back to the <a href="/dashboard">dashboard</a>.
            </p>
            <nav aria-label="Sections">
              {tags.map(({ name }) => <a key={name} href={`#${name}`}>{name}</a>)}
              <a href="#schemas">schemas</a>
            </nav>
          </header>
          <main>
            {tags.map(({ name }) => (
              <section id={name}>
                <h2>{name}</h2>
                {operations.filter(({ operation }) => operation.tags.includes(name)).map(OperationPart)}
              </section>
            ))}
            <section id="schemas">
              <h2>schemas</h2>
              {Object.entries(components.schemas).map(([name, schema]) => (
                <details id={`schema-${name}`}>
                  <summary>
                    <code>{name}</code>
                  </summary>
                  <Fields schema={schema} />
                </details>
              ))}
            </section>
          </main>
        </body>
      </html>
    </>
  );
}

const paragraph = (text: string) => <p>{text}</p>;

function OperationPart({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const { operationId, summary, description = "", parameters = [], requestBody, responses, security } =
    operation;
  return (
    <details id={operationId}>
      <summary>
        <code class={`method ${method}`}>{method.toUpperCase()}</code> <code>{path}</code>{" "}
        <span>{summary}</span>
      </summary>
      {security.length === 0 && <p>Needs no token.</p>}
      {description.split("\n").filter((line) => line !== "").map(paragraph)}
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody !== undefined && (
        <p>
          Body: <Content content={requestBody.content} />
        </p>
      )}
      <table>
        <caption>Answers</caption>
        <tbody>
          {Object.entries(responses).map(([status, answer]) => (
            <tr>
              <th scope="row">{status}</th>
              <td>{answer.description}</td>
              <td>
                <Content content={answer.content} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  return (
    <table>
      <caption>Parameters</caption>
      <tbody>
        {parameters.map((parameter) => (
          <tr>
            <th scope="row">
              <code>{parameter.name}</code>
            </th>
            <td>
              {parameter.in}
              {parameter.required ? ", required" : ""}
            </td>
            <td>
              <Type schema={parameter.schema} /> {parameter.description}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Content({ content = {} }: { content?: Answer["content"] }) {
  return (
    <>
      {Object.entries(content).map(([type, { schema }]) => (
        <>
          {type === "application/json" ? <Type schema={schema} /> : <code>{type}</code>}
        </>
      ))}
    </>
  );
}

function Fields({ schema }: { schema: JsonSchema }) {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) {
    return (
      <p>
        <Type schema={schema} />
      </p>
    );
  }
  return (
    <table>
      <tbody>
        {properties.map(([name, property]) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <Type schema={property} />
            </td>
            <td>{property.description as string | undefined}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A schema in a few words, with links to those that have a name. */
function Type({ schema }: { schema: JsonSchema }) {
  const { $ref, anyOf, items, type, enum: values, minimum, maximum, properties } = schema;
  if (typeof $ref === "string") {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  if (Array.isArray(anyOf)) {
    return (
      <>
        {anyOf.map((one: JsonSchema, i) => (
          <>
            {i > 0 ? " or " : ""}
            <Type schema={one} />
          </>
        ))}
      </>
    );
  }
  if (typeof items === "object" && items !== null) {
    return (
      <>
        list of <Type schema={items as JsonSchema} />
      </>
    );
  }
  if (Array.isArray(values)) return <code>{values.map((value) => JSON.stringify(value)).join(" | ")}</code>;
  if (typeof properties === "object" && properties !== null) {
    return <code>{`{${Object.keys(properties).join(", ")}}`}</code>;
  }
  const range = [minimum, maximum].some((bound) => bound !== undefined)
    ? ` ${minimum ?? ""} to ${maximum ?? ""}`.trimEnd()
    : "";
  const start = schema.default === undefined ? "" : `, default ${JSON.stringify(schema.default)}`;
  return <code>{`${type ?? "any"}${range}${start}`}</code>;
}
