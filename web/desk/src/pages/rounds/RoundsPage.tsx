// Rounds of selection, by their names; for a sponsor's manager what the sponsor is asked for in them.
import { type Answer, type Body, type Query, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { nameColumn } from "../../parts/nameColumn";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { makeFields, replyOf, stateOf } from "./fields";

export default function RoundsPage() {
  return useMay()("round.list") ? <Rounds /> : <OwnPlaces />;
}

function Rounds() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within", "closed"]);
  const query: Query<"/api/rounds"> = {
    ...(filters.within !== undefined && { within: filters.within }),
    ...(filters.closed === "yes" && { closed: true }),
    count: true,
  };
  return (
    <>
      <ListPage
        title={t("shell.rounds")}
        path="/api/rounds"
        query={query}
        action={
          may("round.make") ? (
            <ActionButton name="make" main>
              {t("rounds.make")}
            </ActionButton>
          ) : undefined
        }
        table="round.import"
        filters={
          <>
            {may("area.list") && (
              <RecordFilter
                kind="area"
                label={t("rounds.within")}
                value={filters.within}
                onChange={(value) => setFilter("within", value)}
              />
            )}
            <Closed value={filters.closed} onChange={(value) => setFilter("closed", value)} />
          </>
        }
        columns={[
          nameColumn(t("rounds.name"), "/rounds"),
          { key: "notice", title: t("rounds.notice"), show: (each) => <bdi>{each.notice}</bdi>, text: (each) => each.notice },
          { key: "area", title: t("rounds.area"), show: (each) => <bdi>{each.area_name}</bdi>, text: (each) => each.area_name },
          {
            key: "deadline",
            title: t("rounds.deadline"),
            show: (each) => <Day of={each.deadline} />,
            text: (each) => each.deadline,
          },
          {
            key: "replied",
            title: t("rounds.replied"),
            show: (each) => <bdi>{t("rounds.of", { some: each.replied, all: each.sponsors })}</bdi>,
            text: (each) => `${each.replied}/${each.sponsors}`,
          },
          {
            key: "named",
            title: t("rounds.named"),
            number: true,
            show: (each) => <bdi>{number(each.named)}</bdi>,
            text: (each) => each.named,
          },
          {
            key: "posts",
            title: t("rounds.posts"),
            number: true,
            show: (each) => <bdi>{number(each.posts)}</bdi>,
            text: (each) => each.posts,
          },
          { key: "state", title: t("rounds.state"), show: (each) => stateOf(each), text: (each) => stateOf(each) },
        ]}
        empty={<p>{t(Object.keys(filters).length > 0 ? "rounds.none_so" : "rounds.none")}</p>}
      />
      <Make />
    </>
  );
}

function Closed({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  return (
    <ChoiceFilter
      label={t("rounds.closed")}
      value={value}
      choices={[{ value: "yes", name: t("rounds.closed_too") }]}
      onChange={onChange}
    />
  );
}

function Make() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Action name="make" title={t("rounds.make")}>
      {() => (
        <RecordForm<Body<"/api/rounds">>
          draft="rounds.make"
          fields={makeFields()}
          action={t("rounds.make")}
          before={<p className="quiet">{t("rounds.make_effect")}</p>}
          send={async (body) => {
            const made: Answer<"/api/rounds/{id}"> = await answer(api.POST("/api/rounds", { body }));
            await client.invalidateQueries();
            await navigate(`/rounds/${made.id}`, { replace: true });
          }}
        />
      )}
    </Action>
  );
}

function OwnPlaces() {
  const [filters, setFilter] = useFilters(["closed"]);
  return (
    <ListPage
      title={t("rounds.asked_of_you")}
      path="/api/round-places"
      query={{ ...(filters.closed === "yes" && { closed: true }), count: true }}
      filters={<Closed value={filters.closed} onChange={(value) => setFilter("closed", value)} />}
      columns={[
        {
          key: "round",
          title: t("shell.round"),
          show: (each) => (
            <Link to={`/rounds/places/${each.id}`}>
              <bdi>{each.round_name}</bdi>
            </Link>
          ),
          text: (each) => each.round_name,
        },
        { key: "sponsor", title: t("rounds.sponsor"), show: (each) => <bdi>{each.name}</bdi>, text: (each) => each.name },
        { key: "notice", title: t("rounds.notice"), show: (each) => <bdi>{each.notice}</bdi>, text: (each) => each.notice },
        {
          key: "deadline",
          title: t("rounds.deadline"),
          show: (each) => <Day of={each.deadline} />,
          text: (each) => each.deadline,
        },
        {
          key: "places",
          title: t("rounds.places"),
          number: true,
          show: (each) => <bdi>{number(each.places)}</bdi>,
          text: (each) => each.places,
        },
        { key: "reply", title: t("rounds.reply"), show: (each) => replyOf(each), text: (each) => replyOf(each) },
      ]}
      empty={<p>{t("rounds.not_asked_yet")}</p>}
    />
  );
}
