/** As much of a `Response` as a tablet reads of one, at a fiftieth of its price: a world makes thousands. */
export function lightResponse(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  const light = {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    body: null,
    text: () => Promise.resolve(text),
    json: () => Promise.resolve().then(() => JSON.parse(text) as unknown),
  };
  return light as unknown as Response;
}
