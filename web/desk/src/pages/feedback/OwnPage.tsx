// What somebody suggested or complained of, and what they were answered: for themselves.
import { t } from "@sojourn/shared";
import { Link, useParams } from "react-router";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useRead } from "../../parts/reading";
import { Answers, PageName, Said, State } from "./parts";

export default function OwnPage() {
  const { id = "" } = useParams();
  const own = useRead("/api/account/feedback/{id}", { path: { id } });
  return (
    <Loaded of={{ ...own, data: own.data?.id === id ? own.data : undefined }}>
      {(of) => (
        <>
          <p className="quiet">
            <Link to="/feedback">{t("shell.feedback")}</Link>
          </p>
          <PageHead title={t(`feedback.kind_${of.kind}`)} />
          <Said of={of.said} />
          <Facts>
            <Fact label={t("feedback.page")}>
              <PageName of={of.page} />
            </Fact>
            <Fact label={t("feedback.written_on")}>
              <Day of={of.written_on} />
            </Fact>
            <Fact label={t("feedback.due_on")}>
              <Day of={of.due_on} />
            </Fact>
            <Fact label={t("feedback.state")}>
              <State of={of.state} />
            </Fact>
            <Fact label={t("feedback.by")}>{t(of.named ? "feedback.named_yes" : "feedback.named_no")}</Fact>
          </Facts>
          <Answers of={of.answers} />
        </>
      )}
    </Loaded>
  );
}
