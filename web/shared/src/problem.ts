// What went wrong with a request, as the server says it (RFC 9457) or, where there is no server, as
// we do. Its sentences are in the reader's language already.

export interface Fault {
  /** JSON Pointer of the field: "/name"; "" for the whole. */
  pointer: string;
  code: string;
  detail: string;
  value?: string;
}

export interface ProblemBody {
  status: number;
  code: string;
  detail: string;
  faults?: Fault[];
  more_faults?: number;
  /** By which the server's log is searched. */
  request?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: Fault[];
  readonly request: string | undefined;
  /** Seconds to wait before trying again, where the server says so. */
  readonly wait: number | undefined;

  constructor(body: ProblemBody) {
    super(body.detail);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.faults = body.faults ?? [];
    this.request = body.request;
    const wait = this.faults.find((fault) => fault.code === "retry_after")?.value;
    this.wait = wait === undefined ? undefined : Number(wait);
  }

  /** Nobody is signed in any more. */
  get signedOut(): boolean {
    return this.status === 401;
  }
  /** No answer came at all: nothing is known of what was asked for. */
  get unreachable(): boolean {
    return this.status === 0;
  }
  /** The record was changed by somebody else meanwhile. */
  get stale(): boolean {
    return this.status === 412;
  }
  /** What is wrong with a field of a form. */
  faultOf(field: string): string | undefined {
    return this.faults.find((fault) => fault.pointer === `/${field}`)?.detail;
  }
}

/** The server is gone, or what answered was not ours: a proxy's page. */
export function noAnswer(status: number): Problem {
  return new Problem({ status, code: status === 0 ? "unreachable" : "not_ours", detail: "" });
}
