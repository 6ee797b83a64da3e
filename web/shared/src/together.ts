// Reads that are asked for at the same moment go in one request (/api/together): a page of six parts
// waits once on a slow line, not six times.
import type { Client } from "openapi-fetch";
import type { paths } from "./generated/schema";
import { noAnswer, Problem, type ProblemBody } from "./problem";

/** How long is gathered: a page's parts ask within one turn of the browser, or the next. */
const gather = 15;
const most = 20;
/** The server takes heads of 8 KiB. */
const longest = 4000;

interface Question {
  address: string;
  tell: (answer: unknown) => void;
  fail: (problem: unknown) => void;
}

type Ask = (path: string, options: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

export function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

/** "/api/sites/{id}" with its holes and its query. */
export function addressOf(path: string, given: { path?: object; query?: object }): string {
  const filled = path.replace(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(String((given.path as Record<string, unknown> | undefined)?.[name])),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(given.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) {
        parameters.append(name, String(each));
      }
    }
  }
  const query = parameters.toString();
  return query === "" ? filled : `${filled}?${query}`;
}

export function gatherer(api: Client<paths>): (address: string) => Promise<unknown> {
  let waiting: Question[] = [];
  const get = api.GET as unknown as Ask;

  const send = async (questions: Question[]): Promise<void> => {
    try {
      const [only] = questions;
      if (questions.length === 1 && only !== undefined) {
        const { data, error, response } = await get(only.address, {});
        settle(only, response.status, error ?? data);
        return;
      }
      const asked = new URLSearchParams(questions.map(({ address }) => ["ask", address]));
      const { data, error, response } = await get(`/api/together?${asked.toString()}`, {});
      if (!Array.isArray(data)) {
        for (const question of questions) {
          settle(question, response.status, error);
        }
        return;
      }
      questions.forEach((question, index) => {
        const { status, body } = data[index] as { status: number; body: unknown };
        settle(question, status, body);
      });
    } catch (problem) {
      for (const question of questions) {
        // What came could not be read: not ours.
        question.fail(problem instanceof Problem ? problem : noAnswer(200));
      }
    }
  };
  const settle = (question: Question, status: number, body: unknown): void => {
    if (status >= 200 && status < 300 && body !== undefined) {
      question.tell(body);
    } else {
      question.fail(isProblem(body) ? new Problem({ ...body, status }) : noAnswer(status));
    }
  };
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    let part: Question[] = [];
    let length = 0;
    for (const question of all) {
      const own = encodeURIComponent(question.address).length + 5;
      if (part.length === most || (part.length > 0 && length + own > longest)) {
        void send(part);
        part = [];
        length = 0;
      }
      part.push(question);
      length += own;
    }
    void send(part);
  };
  return (address) =>
    new Promise((tell, fail) => {
      if (waiting.length === 0) {
        setTimeout(flush, gather);
      }
      waiting.push({ address, tell, fail });
    });
}
