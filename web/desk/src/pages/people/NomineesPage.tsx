// Whom sponsors named in a round, as the server orders them; each with their answer and how they stand.
import { type Answer, type Body, type Query, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ChoiceFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { Loaded, useAll } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

const answers = ["asked", "willing", "unwilling"] as const;
const standings = ["nominated", "withdrawn", "unsuitable", "shortlisted"] as const;

export default function NomineesPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["round", "sponsor", "answer", "standing"]);
  const query: Query<"/api/nominations"> = {
    ...(filters.round !== undefined && { round: filters.round }),
    ...(filters.sponsor !== undefined && { sponsor: filters.sponsor }),
    ...(answers.includes(filters.answer as never) && { answer: filters.answer as (typeof answers)[number] }),
    ...(standings.includes(filters.standing as never) && { standing: filters.standing as (typeof standings)[number] }),
    count: true,
  };
  return (
    <>
      <ListPage
        title={t("people.nominees")}
        path="/api/nominations"
        query={query}
        action={
          <>
            {may("place.list") && (
              <Link className="button" to={filters.round !== undefined && may("round.show") ? `/rounds/${filters.round}` : "/rounds"}>
                {t(filters.round !== undefined && may("round.show") ? "people.open_round" : "people.rounds")}
              </Link>
            )}{" "}
            {may("nomination.make") && (
              <ActionButton name="make" main>
                {t("people.name_somebody")}
              </ActionButton>
            )}
          </>
        }
        filters={
          <>
            {may("round.list") && <RoundFilter value={filters.round} onChange={(value) => setFilter("round", value)} />}
            {may("sponsor.list") && (
              <RecordFilter
                kind="sponsor"
                label={t("people.sponsor")}
                value={filters.sponsor}
                onChange={(value) => setFilter("sponsor", value)}
              />
            )}
            <ChoiceFilter
              label={t("people.answer")}
              value={filters.answer}
              choices={answers.map((value) => ({ value, name: t(`people.answer.${value}`) }))}
              onChange={(value) => setFilter("answer", value)}
            />
            <ChoiceFilter
              label={t("people.standing")}
              value={filters.standing}
              choices={standings.map((value) => ({ value, name: t(`people.standing.${value}`) }))}
              onChange={(value) => setFilter("standing", value)}
            />
          </>
        }
        columns={[
          {
            key: "name",
            title: t("people.name"),
            show: (each) => (
              <Link to={`/nominees/${each.id}`}>
                <bdi>{each.name}</bdi>
              </Link>
            ),
            text: (each) => each.name,
          },
          { key: "round", title: t("people.round"), show: (each) => <bdi>{each.round_name}</bdi>, text: (each) => each.round_name },
          {
            key: "sponsor",
            title: t("people.sponsor"),
            show: (each) => <bdi>{each.sponsor_name}</bdi>,
            text: (each) => each.sponsor_name,
          },
          {
            key: "answer",
            title: t("people.answer"),
            show: (each) => t(`people.answer.${each.answer}`),
            text: (each) => t(`people.answer.${each.answer}`),
          },
          {
            key: "standing",
            title: t("people.standing"),
            show: (each) => t(`people.standing.${each.standing}`),
            text: (each) => t(`people.standing.${each.standing}`),
          },
          {
            key: "strength",
            title: t("people.strength"),
            number: true,
            show: (each) => <bdi>{number(each.strength)}</bdi>,
            text: (each) => each.strength,
          },
        ]}
        empty={<p>{t(Object.keys(filters).length > 0 ? "people.no_nominee_so" : "people.no_nominee")}</p>}
      />
      {may("nomination.make") && <Make round={filters.round} />}
    </>
  );
}

/** In one of the rounds that ask the sponsors whom the reader sees. */
function Make({ round }: { round: string | undefined }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const places = useAll("/api/round-places");
  const rounds = new Map((places.data ?? []).filter((each) => each.places > 0).map((each) => [each.round, each.round_name]));
  return (
    <Action name="make" title={t("people.name_somebody")}>
      {() => (
        <Loaded of={places}>
          {() =>
            rounds.size === 0 ? (
              <p>{t("people.no_round_asks")}</p>
            ) : (
              <RecordForm<Body<"/api/nominations">>
                draft="people.nominate"
                fields={[
                  {
                    name: "round",
                    label: t("people.round"),
                    kind: "choice",
                    choices: [...rounds].map(([value, name]) => ({ value, name, record: true })),
                  },
                  { name: "staff", label: t("people.whom"), kind: "record", of: "staff", find: findPeople },
                ]}
                given={round !== undefined && rounds.has(round) ? { round } : {}}
                action={t("people.name_somebody")}
                before={<p className="quiet">{t("people.name_effect")}</p>}
                send={async (body) => {
                  const made: Answer<"/api/nominations/{id}"> = await answer(api.POST("/api/nominations", { body }));
                  await client.invalidateQueries();
                  await navigate(`/nominees/${made.id}`, { replace: true });
                }}
              />
            )
          }
        </Loaded>
      )}
    </Action>
  );
}

function RoundFilter({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const rounds = useAll("/api/rounds", { closed: true });
  return (
    <ChoiceFilter
      label={t("people.round")}
      value={value}
      choices={(rounds.data ?? []).map(({ id, name }) => ({ value: id, name, record: true }))}
      onChange={onChange}
    />
  );
}
