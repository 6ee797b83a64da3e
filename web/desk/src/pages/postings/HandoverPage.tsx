// One handover: who leaves and who takes over, what is handed over, the money, and the acceptance.
import { type Body, type Row, answer, api, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { LetterLink } from "../../parts/LetterLink";
import { PageHead } from "../../parts/PageHead";
import { type FormField, RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { findPeople } from "../../parts/find";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { TakesOver } from "./HandoversPage";
import { type Handover, PersonName, SiteName, ofPostings } from "./words";

type Item = Row<"/api/handovers/{id}/items">;
const kinds = ["matter", "asset", "contact", "document"] as const;

export default function HandoverPage() {
  const { id = "" } = useParams();
  const handover = useRead("/api/handovers/{id}", { path: { id } });
  return (
    <Loaded of={{ ...handover, data: handover.data?.id === id ? handover.data : undefined }}>{(shown) => <TheHandover of={shown} />}</Loaded>
  );
}

/** Sends, and reads anew what may have changed by it. */
function useSent(): (call: Parameters<typeof answer>[0]) => Promise<void> {
  const client = useQueryClient();
  return async (call) => {
    await answer(call);
    await client.invalidateQueries({ predicate: ofPostings });
  };
}

function TheHandover({ of }: { of: Handover }) {
  const may = useMay();
  const open = of.state === "open";
  const given = of.state === "given";
  const byHost = of.goes_to === "host";
  const main = given && may(byHost ? "handover.host_accept" : "handover.accept") ? "accept" : open && may("handover.give") ? "give" : undefined;
  return (
    <>
      <p className="quiet">
        <Link to="/handovers?tab=handovers">{t("postings.back_to_handovers")}</Link>
      </p>
      <PageHead
        title={t("postings.handover_of", { name: of.staff_name })}
        of="record"
        action={
          main === undefined ? undefined : (
            <ActionButton name={main} main>
              {t(`postings.${main}`)}
            </ActionButton>
          )
        }
      />
      <Facts>
        <Fact label={t("postings.leaves")}>
          <PersonName id={of.staff} name={of.staff_name} />
        </Fact>
        <Fact label={t("postings.site")}>
          <SiteName id={of.site} name={of.site_name} />
        </Fact>
        <Fact label={t("postings.until")}>
          <Link to={`/terms/${of.posting}`}>
            <Day of={of.last_day} />
          </Link>
        </Fact>
        <Fact label={t("postings.state")}>{t(`postings.handover_${of.state}`)}</Fact>
        <Fact label={t("postings.takes_over")}>
          <TakesOver of={of} />
        </Fact>
        <Fact label={t("postings.host_reason")}>{of.host_reason === undefined ? undefined : <bdi>{of.host_reason}</bdi>}</Fact>
        <Fact label={t("postings.overlap")}>
          {of.overlap_from === undefined || of.overlap_to === undefined ? undefined : (
            <>
              <Day of={of.overlap_from} />–<Day of={of.overlap_to} />
            </>
          )}
        </Fact>
        <Fact label={t("postings.stated")} none={t("postings.not_said")}>
          {of.stated === undefined ? undefined : <bdi>{of.stated}</bdi>}
        </Fact>
        <Fact label={t("postings.counted")}>{of.counted === undefined ? undefined : <bdi>{of.counted}</bdi>}</Fact>
        <Fact label={t("postings.money_reason")}>{of.money_reason === undefined ? undefined : <bdi>{of.money_reason}</bdi>}</Fact>
        <Fact label={t("postings.given_on")}>{of.given_on === undefined ? undefined : <Day of={of.given_on} />}</Fact>
        <Fact label={t("postings.accepted_on")}>{of.accepted_on === undefined ? undefined : <Day of={of.accepted_on} />}</Fact>
        <Fact label={t("postings.source")}>{of.accepted_source === undefined ? undefined : <bdi>{of.accepted_source}</bdi>}</Fact>
      </Facts>
      <p className="actions">
        {of.state !== "accepted" && may("handover.name") && (
          <>
            <ActionButton name="successor">{t("postings.name_successor")}</ActionButton> <ActionButton name="host">{t("postings.name_host")}</ActionButton>{" "}
          </>
        )}
        {open && may("handover.write") && <ActionButton name="write">{t("postings.write")}</ActionButton>}
        {!open && may("letter.handover") && <LetterLink address={`/api/handovers/${of.id}/letter`} title={t("postings.letter_handover")} />}
      </p>
      {of.lessons !== undefined && (
        <>
          <h2>{t("postings.lessons")}</h2>
          <p>
            <bdi>{of.lessons}</bdi>
          </p>
        </>
      )}
      <Items of={of} />
      <Forms of={of} />
    </>
  );
}

function Forms({ of }: { of: Handover }) {
  const sent = useSent();
  const byHost = of.goes_to === "host";
  const fresh = (): Promise<Handover> => read("/api/handovers/{id}", { path: { id: of.id } });
  const at = { params: { path: { id: of.id } } };
  return (
    <>
      <Action name="successor" title={t("postings.name_successor")}>
        {(close) => (
          <RecordForm<Body<"/api/handovers/{id}/name">>
            draft={`postings.successor.${of.id}`}
            fields={[{ name: "successor", label: t("postings.successor"), kind: "record", of: "staff", find: findPeople }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("postings.name_successor")}
            before={<p className="quiet">{t("postings.successor_effect")}</p>}
            send={async (body) => {
              await sent(api.POST("/api/handovers/{id}/name", { ...at, body }));
              close();
            }}
          />
        )}
      </Action>
      <Action name="host" title={t("postings.name_host")}>
        {(close) => (
          <RecordForm<Body<"/api/handovers/{id}/name">>
            draft={`postings.host.${of.id}`}
            fields={[{ name: "host_reason", label: t("postings.host_reason") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("postings.name_host")}
            send={async (body) => {
              await sent(api.POST("/api/handovers/{id}/name", { ...at, body }));
              close();
            }}
          />
        )}
      </Action>
      <Action name="write" title={t("postings.write")}>
        {(close) => (
          <RecordForm<Body<"/api/handovers/{id}", "put">>
            draft={`postings.write.${of.id}`}
            fields={[
              { name: "overlap_from", label: t("postings.overlap_from"), kind: "day" },
              { name: "overlap_to", label: t("postings.overlap_to"), kind: "day" },
              { name: "stated", label: t("postings.stated"), help: t("postings.money_help") },
              { name: "lessons", label: t("postings.lessons"), help: t("postings.lessons_help") },
            ]}
            given={{ ...of }}
            fresh={fresh}
            action={t("postings.write")}
            send={async (body) => {
              await sent(api.PUT("/api/handovers/{id}", { ...at, body }));
              close();
            }}
          />
        )}
      </Action>
      <Action name="give" title={t("postings.give")}>
        {(close) => (
          <SendForm
            action={t("postings.give")}
            send={async () => {
              await sent(api.POST("/api/handovers/{id}/give", { ...at, body: { version: of.version } }));
              close();
            }}
          >
            {() => <p>{t("postings.give_effect")}</p>}
          </SendForm>
        )}
      </Action>
      <Action name="accept" title={t("postings.accept")}>
        {(close) => (
          <RecordForm<Body<"/api/handovers/{id}/accept">>
            draft={`postings.accept.${of.id}`}
            fields={[
              { name: "counted", label: t("postings.counted"), help: t("postings.money_help") },
              { name: "money_reason", label: t("postings.money_reason"), help: t("postings.money_reason_help") },
              ...(byHost ? [] : [{ name: "source" as const, label: t("postings.source"), help: t("postings.source_help") }]),
            ]}
            given={{ version: of.version, ...(of.stated !== undefined && { counted: of.stated }) }}
            fresh={fresh}
            action={t("postings.accept")}
            before={<p className="quiet">{t("postings.accept_effect")}</p>}
            send={async (body) => {
              await sent(
                byHost
                  ? api.POST("/api/handovers/{id}/host-accept", { ...at, body })
                  : api.POST("/api/handovers/{id}/accept", { ...at, body }),
              );
              close();
            }}
          />
        )}
      </Action>
    </>
  );
}

function Items({ of }: { of: Handover }) {
  const may = useMay();
  const items = useRead("/api/handovers/{id}/items", { path: { id: of.id } });
  const open = of.state === "open";
  return (
    <>
      <h2>{t("postings.items")}</h2>
      {open && may("handover_item.add") && (
        <p className="actions">
          {kinds.map((kind) => (
            <span key={kind}>
              <ActionButton name={`add-${kind}`}>{t(`postings.add_${kind}`)}</ActionButton>{" "}
            </span>
          ))}
        </p>
      )}
      <Loaded of={items}>
        {({ items: rows }) =>
          rows.length === 0 ? (
            <p>{t("postings.no_items")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("postings.items")}
                head={[
                  { title: t("postings.kind") },
                  { title: t("postings.category") },
                  { title: t("postings.what") },
                  { title: t("postings.place") },
                  { title: t("postings.next_step") },
                  { title: t("postings.due") },
                  { title: t("postings.question") },
                  { title: t("postings.what_to_do") },
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    t(`postings.kind_${each.kind}`),
                    <bdi key="category">{each.category}</bdi>,
                    <bdi key="title">{each.title}</bdi>,
                    <bdi key="place">{each.place}</bdi>,
                    <bdi key="next">{each.next_step}</bdi>,
                    each.due_on === undefined ? null : <Day key="due" of={each.due_on} />,
                    <Asked key="asked" of={each} />,
                    <span key="do" className="actions">
                      {open && may("handover_item.remove") && <ActionButton name={`remove-${each.id}`}>{t("postings.remove")}</ActionButton>}{" "}
                      {!open && each.question === undefined && may("handover_item.ask") && (
                        <ActionButton name={`ask-${each.id}`}>{t("postings.ask")}</ActionButton>
                      )}{" "}
                      {each.question !== undefined && each.answer === undefined && may("handover_item.answer") && (
                        <ActionButton name={`answer-${each.id}`}>{t("postings.answer")}</ActionButton>
                      )}
                    </span>,
                  ],
                }))}
              />
              <p className="below">
                <span role="status">{t("postings.shown", { count: rows.length })}</span>
                {of.questions > 0 && (
                  <span>
                    <span aria-hidden="true">▲ </span>
                    {t("postings.unanswered", { count: of.questions })}
                  </span>
                )}
              </p>
              {rows.map((each) => (
                <ItemForms key={each.id} item={each} />
              ))}
            </>
          )
        }
      </Loaded>
      {kinds.map((kind) => (
        <AddItem key={kind} of={of} kind={kind} />
      ))}
    </>
  );
}

function Asked({ of }: { of: Item }) {
  if (of.question === undefined) {
    return null;
  }
  return (
    <>
      <bdi>{of.question}</bdi>
      <br />
      {of.answer === undefined ? <span className="quiet">{t("postings.no_answer")}</span> : <bdi>{of.answer}</bdi>}
    </>
  );
}

function AddItem({ of, kind }: { of: Handover; kind: (typeof kinds)[number] }) {
  const sent = useSent();
  type Add = Body<"/api/handovers/{id}/items">;
  const matter = kind === "matter";
  const fields: FormField<Add>[] = [
    { name: "category", label: t("postings.category"), help: t("postings.category_help") },
    { name: "title", label: t("postings.what"), help: t("postings.no_names") },
    { name: "place", label: t("postings.place") },
    ...(matter ? [{ name: "next_step" as const, label: t("postings.next_step") }] : []),
    ...(matter ? [{ name: "due_on" as const, label: t("postings.due"), kind: "day" as const }] : []),
  ];
  return (
    <Action name={`add-${kind}`} title={t(`postings.add_${kind}`)}>
      {(close) => (
        <RecordForm<Add>
          draft={`postings.add.${kind}.${of.id}`}
          fields={fields}
          action={t(`postings.add_${kind}`)}
          send={async (body) => {
            await sent(
              api.POST("/api/handovers/{id}/items", {
                params: { path: { id: of.id } },
                body: { ...body, kind, place: body.place ?? "", next_step: body.next_step ?? "" },
              }),
            );
            close();
          }}
        />
      )}
    </Action>
  );
}

function ItemForms({ item }: { item: Item }) {
  const sent = useSent();
  const at = { params: { path: { id: item.id } } };
  return (
    <>
      <Action name={`remove-${item.id}`} title={t("postings.remove")}>
        {(close) => (
          <SendForm
            action={t("postings.remove")}
            send={async () => {
              await sent(api.POST("/api/handover-items/{id}/remove", { ...at, body: { version: item.version } }));
              close();
            }}
          >
            {() => (
              <p>
                <bdi>{item.title}</bdi>
              </p>
            )}
          </SendForm>
        )}
      </Action>
      <Action name={`ask-${item.id}`} title={t("postings.ask")}>
        {(close) => (
          <RecordForm<Body<"/api/handover-items/{id}/ask">>
            draft={`postings.ask.${item.id}`}
            fields={[{ name: "question", label: t("postings.question"), help: t("postings.no_names") }]}
            given={{ version: item.version }}
            action={t("postings.ask")}
            send={async (body) => {
              await sent(api.POST("/api/handover-items/{id}/ask", { ...at, body }));
              close();
            }}
          />
        )}
      </Action>
      <Action name={`answer-${item.id}`} title={t("postings.answer")}>
        {(close) => (
          <RecordForm<Body<"/api/handover-items/{id}/answer">>
            draft={`postings.answer.${item.id}`}
            fields={[{ name: "answer", label: t("postings.the_answer"), help: t("postings.no_names") }]}
            given={{ version: item.version }}
            action={t("postings.answer")}
            send={async (body) => {
              await sent(api.POST("/api/handover-items/{id}/answer", { ...at, body }));
              close();
            }}
          />
        )}
      </Action>
    </>
  );
}
