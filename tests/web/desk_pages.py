#!/usr/bin/python3
"""Every page of the desk in both languages and both themes: desk_pages.py PROGRAM FOLDER [WORDS | PART/PARTS]

For each line of PAGES: axe-core finds nothing, the browser complains of nothing, nothing is wider than
the window, and a picture lies in FOLDER. Once more from right to left with every sentence of the
catalogues in brackets: a text without them stands in no catalogue (what comes from the records stands in
<bdi>). WORDS: only the pages whose name holds them; 2/4: the second quarter of all, for as many at a time.
Adding a page is adding its line.
"""

import os
import pathlib
import re
import sys

from browser import Example, Visitor

# Name of the picture, address, account of the example ("" for nobody), words that are on the page in
# English and in Chinese. "{...}" of an address is looked up in FIRST: the first of a list's ids.
PAGES = [
    ("sign-in", "/", "", "Name to sign in with", "登录名"),
    ("set-up-none", "/setup#x", "", "There is no such link", "没有这个链接"),
    ("link", "/link#{link}", "", "Keep this password", "保存密码"),
    ("link-none", "/link#x", "", "There is no such link", "没有这个链接"),
    ("home-officer", "/", "officer", "sponsors have replied", "个派出单位"),
    ("home-area", "/", "area", "sponsors have replied", "个派出单位"),
    ("home-sponsor", "/", "sponsor", "Waits for", "等待"),
    ("home-administrator", "/", "administrator", "accounts", "个账号"),
    ("home-member", "/", "member", "Your roles", "您的角色"),
    ("sites", "/sites", "officer", "50 of 90 rows", "共90行"),
    ("sites-none", "/sites?search=nothing-is-called-so", "officer", "Take a filter away", "减少筛选条件"),
    ("sites-map", "/sites?view=map", "officer", "90 sites on the map", "地图上有90个驻点"),
    ("site", "/sites/{site}", "officer", "Ready for a team", "已具备派驻条件"),
    ("site-need", "/sites/{site}?tab=need", "officer", "Why in this place", "排位依据"),
    ("site-need-set", "/sites/{site}?tab=need&do=need", "officer", "Office that set it", "设定单位"),
    ("site-need-ready", "/sites/{site}?tab=need&do=readiness", "officer", "its duty phone", "值班电话"),
    ("site-need-work", "/sites/{site}?tab=need&do=work-activity", "officer", "Minutes for one unit", "每次分钟数"),
    ("site-team", "/sites/{site}?tab=team", "officer", "Placed by published plans", "已公示方案的安排"),
    ("site-term", "/sites/{site}?tab=term", "officer", "Change the budget", "编制预算"),
    ("site-history", "/sites/{site}?tab=history", "officer", "Made, with these values", "新建，内容如下"),
    ("site-make", "/sites?do=make", "officer", "Least size of the team", "队伍最少人数"),
    ("site-merge", "/sites/{site}?do=merge", "officer", "cannot be opened again", "不能再启用"),
    ("site-host", "/sites/{site}?tab=team", "inspector", "not shown to your role", "您的角色不能查看"),
    ("site-cards", "/site-cards", "officer", "Host contact", "驻地联系人"),
    ("site-cards-plan", "/site-cards?plan={plan}", "officer", "Host contact", "驻地联系人"),
    ("site-cards-inspector", "/site-cards", "inspector", "not shown to your role", "您的角色不能查看"),
    ("people", "/people", "officer", "50 of 516 rows", "共516行"),
    ("people-none", "/people?search=nobody-is-called-so", "officer", "Take a filter away", "减少筛选条件"),
    ("people-make", "/people?do=make", "officer", "Only what placing asks for", "仅保存安排派驻"),
    ("person", "/people/{person}", "officer", "Fit until", "体检合格有效期至"),
    ("person-hidden", "/people/{person}", "area", "Not shown to your role", "不向您的角色显示"),
    ("person-service", "/people/{person}?tab=service", "officer", "Placed by published plans", "已公示方案的安排"),
    ("person-placing", "/people/{person}?tab=placing", "officer", "Strength by evidence", "能力分"),
    ("person-training", "/people/{serving}?tab=training", "officer", "Completed courses", "结业记录"),
    ("person-history", "/people/{person}?tab=history", "officer", "in their own account", "自己的账号"),
    ("person-placing-set", "/people/{person}?tab=placing&do=placing", "officer", "is reckoned", "由系统推算"),
    ("person-wish", "/people/{person}?tab=service&do=set-wishes", "officer", "where they refuse", "不愿去的驻点"),
    ("person-pin", "/people/{person}?tab=placing&do=set-pins", "officer", "from the next plan on", "自下一个方案起"),
    ("person-apart", "/people/{person}?tab=placing&do=set-apart", "officer", "the other is kept out", "另一人不再派出"),
    ("corrections", "/corrections", "officer", "What is wrong", "需更正的内容"),
    ("corrections-none", "/corrections?state=withdrawn", "officer", "Nobody asks for a correction", "没有更正申请"),
    ("correction", "/corrections/{correction}", "officer", "The letter of May says so", "The letter of May says so"),
    ("correction-settle", "/corrections/{correction}?do=done", "officer", "is written into the record", "将申请的内容写入记录"),
    ("nominees", "/nominees", "officer", "shortlisted", "已入围"),
    ("nominees-make", "/nominees?do=make", "officer", "with every such rule", "列出全部原因"),
    ("nominees-sponsor", "/nominees", "sponsor", "shortlisted", "已入围"),
    ("nominee", "/nominees/{nominee}", "officer", "years in service", "工作年限"),
    ("nominee-reject", "/nominees/{nominee}?do=reject", "officer", "leaves this round", "此人退出本轮"),
    ("nominee-history", "/nominees/{nominee}?tab=history", "officer", "What changed", "操作人"),
    ("rounds", "/rounds", "officer", "2 rows", "共2行"),
    ("rounds-none", "/rounds?within={area}", "officer", "Take a filter away", "减少筛选条件"),
    ("rounds-make", "/rounds?do=make", "officer", "Day of the notice", "通知日期"),
    ("rounds-sponsor", "/rounds", "sponsor", "no reply yet", "尚未回复"),
    ("round", "/rounds/{round}", "officer", "no reply yet", "尚未回复"),
    ("round-change", "/rounds/{round}?do=change", "officer", "for every sponsor at once", "对所有派出单位立即生效"),
    ("round-publish", "/rounds/{round}?do=shortlist", "officer", "have not replied", "个单位尚未回复"),
    ("round-funnel", "/rounds/{round}?tab=funnel", "officer", "Who is kept out", "不符合条件的人员"),
    ("round-shortlist", "/rounds/{held}?tab=shortlist", "officer", "Nobody has objected", "没有异议"),
    ("round-history", "/rounds/{round}?tab=history", "officer", "When", "时间"),
    ("round-area", "/rounds/{round}", "area", "no reply yet", "尚未回复"),
    ("round-place", "/rounds/places/{place}", "officer", "came back", "交回的工作簿"),
    ("round-place-reply", "/rounds/places/{place}?do=reply", "officer", "0 is a reply too", "0也是回复"),
    ("round-place-sponsor", "/rounds/places/{place}", "sponsor", "Nobody is named yet", "尚未推荐人选"),
    ("round-place-area", "/rounds/places/{place}", "area", "Enter the reply", "登记回复"),
    ("round-place-kept-out", "/rounds/places/{place}?tab=kept_out", "sponsor", "Establishment", "编制"),
    ("sponsors", "/sponsors", "officer", "of 96 rows", "共96行"),
    ("sponsor", "/sponsors/{sponsor}", "officer", "Change the facts", "修改基本信息"),
    ("sponsor-posts", "/sponsors/{sponsor}?tab=posts", "officer", "Posts at home", "本单位编制"),
    ("sponsor-posts-set", "/sponsors/{sponsor}?tab=posts&do=establishment", "officer", "Totals only", "只填合计"),
    ("needs", "/needs", "officer", "sites with a team", "由项目派队的驻点"),
    ("needs-standards", "/needs?tab=standards", "officer", "Set a standard", "设定标准"),
    ("needs-standards-set", "/needs?tab=standards&do=standard", "officer", "Office that set it", "设定单位"),
    ("term", "/terms/{term}", "officer", "What happened in this term", "任期内的事项"),
    ("term-arrival", "/terms/{unarrived}", "officer", "The road was closed", "The road was closed"),
    ("term-month", "/terms/{term}?do=confirm-month", "officer", "no day is asked about", "不问具体哪一天"),
    ("term-extend", "/terms/{term}?do=extend", "officer", "written consent", "书面同意"),
    ("terms", "/handovers", "officer", "Until", "任期"),
    ("terms-none", "/handovers?months=3", "officer", "Ends within", "到期时间"),
    ("handovers", "/handovers?tab=handovers", "officer", "Due, not begun", "应开始，尚未开始"),
    ("handovers-none", "/handovers?tab=handovers&within={area}", "officer", "No handover is like that", "没有符合条件的交接"),
    ("handover-open", "/handovers/{opened}", "officer", "Let the host lead it", "由驻在单位主持"),
    ("handover-given", "/handovers/{given}", "officer", "upper road", "upper road"),
    ("handover-accepted", "/handovers/{accepted}", "officer", "240.00", "240.00"),
    ("rotation", "/handovers?tab=rotation", "officer", "Look ahead", "查看今后"),
    ("money", "/money", "officer", "Not funded", "缺口"),
    ("money-site", "/money?site={site}", "officer", "Approve more for a line", "追加科目金额"),
    ("money-next", "/money?year=2099", "officer", "There is no budget", "还没有预算"),
    ("money-preset", "/money?do=preset", "officer", "every line that is missing", "补齐缺少的科目"),
    ("money-claims", "/money?tab=claims", "officer", "the area office", "地区办公室"),
    ("money-claims-overdue", "/money?tab=claims&show=overdue", "officer", "No claim waits", "没有待处理的报销"),
    ("money-claim", "/money?tab=claims&do=claim", "officer", "Receipt number", "票据号"),
    ("money-line", "/money?site={funded}&line={line}", "officer", "What moved the line", "科目变动明细"),
    ("money-fund", "/money?site={funded}&do=fund", "officer", "Who gave it", "资金来源"),
    ("money-activities", "/money?tab=activities", "officer", "Not in this year's plan", "Not in this year's plan"),
    ("money-activities-none", "/money?tab=activities&within={area}&state=declined", "officer", "No activity was asked for", "还没有活动申请"),
    ("money-shares", "/money?tab=shares", "officer", "Nothing is still to come", "没有未到账"),
    ("money-cover", "/money?tab=cover", "officer", "Insured until", "保险至"),
    ("work", "/work", "officer", "no plan", "没有计划"),
    ("work-overdue", "/work?show=overdue", "officer", "tasks overdue", "项逾期"),
    ("work-none", "/work?year=2099&show=agreed", "officer", "Take a filter away", "减少筛选条件"),
    ("work-results", "/work?tab=results", "officer", "Terraces put in order", "梯田整治"),
    ("work-catalogue", "/work?tab=catalogue", "officer", "Add a task", "新增任务"),
    ("work-catalogue-make", "/work?tab=catalogue&do=kind", "officer", "a total of the site", "按驻点合计"),
    ("site-work", "/sites/{site}?tab=work", "officer", "By the rules a site has 3 to 10 tasks", "按规则每个驻点每年有3至10项任务"),
    ("site-work-add", "/sites/{site}?tab=work&do=task", "officer", "No names of people", "不写人名"),
    ("site-work-none", "/sites/{site}?tab=work&year=2099", "officer", "Begin the plan", "开始编制计划"),
    ("person-work", "/people/{serving}?tab=work", "officer", "Tasks of work plans", "工作计划任务"),
    ("term-duties", "/terms/{term}?do=duties", "officer", "From the programme's catalogue", "从项目任务目录中选定"),
    ("training", "/training", "officer", "Days done", "已训天数"),
    ("training-plan", "/training?tab=plan", "officer", "no plan serves more people", "任何方案都不能让更多人受训"),
    ("training-courses", "/training?tab=courses", "officer", "Add a course", "新增课程"),
    ("training-menu-member", "/training?tab=courses", "member", "You have chosen no course", "您还没有选定课程"),
    ("training-survey", "/training?tab=survey", "officer", "Who has not answered yet", "尚未填报"),
    ("training-survey-sheet", "/training?tab=survey&do=sheet", "officer", "Which sheet it stands on", "填报单的编号或名称"),
    ("training-survey-member", "/training?tab=survey", "member", "Your answer", "您的填报"),
    ("training-five", "/training?tab=five_years", "officer", "Places outside", "外出名额"),
    ("training-five-target", "/training?tab=five_years&do=target", "officer", "all courses together", "全部课程"),
    ("needs-none", "/needs?show=unknown", "officer", "not reported", "未报"),
    ("rules", "/rules", "officer", "Begin with the figures", "以某类项目的数值为起点"),
    ("rules-edition", "/rules/{rules}", "officer", "No plan breaks them", "方案不得违反"),
    ("reports", "/reports", "officer", "people short of the minimum", "低于最少人数"),
    ("reports-wishes", "/reports?tab=wishes", "officer", "first wish", "第一意愿"),
    ("reports-sponsors", "/reports?tab=sponsors", "officer", "People on record", "在册人员"),
    ("reports-template", "/reports?tab=template", "officer", "Fill the workbook", "填写工作簿"),
    ("areas", "/settings/areas", "officer", "Add an area", "添加地区"),
    ("areas-closed", "/settings/areas?closed=yes&search=nothing-is-called-so", "officer", "Take a filter away", "减少筛选条件"),
    ("area-make", "/settings/areas?do=make", "officer", "A nation lies in nothing", "国家不隶属"),
    ("area-move", "/settings/areas?do=move&area={area}", "officer", "All of it goes along", "全部随之移动"),
    ("area-merge", "/settings/areas?do=merge&area={area}", "officer", "cannot be opened again", "不能再启用"),
    ("calendar", "/settings/calendar", "officer", "Deadlines count working days", "期限按工作日计算"),
    ("accounts", "/settings/accounts", "administrator", "may sign in", "可登录"),
    ("account", "/settings/accounts/{account}", "administrator", "Grant a role", "授予角色"),
    ("account-grant", "/settings/accounts/{account}?do=grant", "administrator", "the own record", "本人记录"),
    ("own", "/account", "officer", "This server sends no mail", "本服务器不发送邮件"),
    ("mails", "/settings/mails", "administrator", "No mail left and none waits", "没有已发出或待发出的邮件"),
    ("audit", "/settings/audit", "administrator", "sealed", "已封存"),
    ("audit-record", "/settings/audit?operation=plan.publish", "administrator", "plan.publish", "plan.publish"),
    ("audit-none", "/settings/audit?operation=nothing.such", "auditor", "Take a filter away", "减少筛选条件"),
    ("audit-evidence", "/settings/audit?do=evidence", "auditor", "how to check them without this server", "不连接本服务器的核验方法"),
    ("audit-entry", "/settings/audit/0", "auditor", "The entry itself", "审计记录原文"),
    ("account-close", "/settings/accounts/{account}?do=close", "administrator", "stays in the audit log", "仍留在审计日志"),
    ("languages", "/settings/languages", "officer", "Another language", "增加语言"),
    ("backup", "/settings/backup", "administrator", "No backup was made from here", "还没有在这里制作过备份"),
    ("backup-make", "/settings/backup?do=make", "administrator", "The server goes on working", "服务照常运行"),
    ("feedback", "/feedback?about=/people/:id", "member", "What you wrote", "本人提交的内容"),
    ("feedback-none", "/feedback", "sponsor", "You have written nothing yet", "还没有提交过"),
    ("feedback-own", "/feedback/{mine}", "member", "There is no answer yet", "还没有答复"),
    ("feedback-list", "/settings/feedback", "officer", "does not say", "未透露"),
    ("feedback-closed", "/settings/feedback?state=closed", "administrator", "Nothing waits here", "没有待办的建议或投诉"),
    ("feedback-entry", "/settings/feedback/{feedback}", "officer", "Answer once more", "再次答复"),
    ("feedback-answer", "/settings/feedback/{feedback}?do=answer", "administrator", "with your name", "和您的姓名"),
    ("help", "/help", "officer", "The first ten minutes", "最初十分钟"),
    ("import", "/import", "officer", "What sites need", "驻点需求"),
    ("import-begin", "/import/staff", "officer", "Paste rows", "粘贴行"),
    ("plans", "/plans", "officer", "from the best possible", "距最好的可能方案"),
    ("plans-make", "/plans?do=make", "officer", "Nobody is told", "不通知任何人"),
    ("plan", "/plans/{plan}", "officer", "Report to print", "可打印的报告"),
    ("plan-placements", "/plans/{plan}?tab=placements", "officer", "Why here", "为何在此"),
    ("plan-changes", "/plans/{plan}?tab=changes", "officer", "people come", "人到任"),
    ("plan-compare", "/plans/{plan}?tab=compare&with={draft}", "officer", "The same with one fewer", "The same with one fewer"),
    ("plan-history", "/plans/{plan}?tab=history", "officer", "published it", "公示"),
    ("plan-publish", "/plans/{draft}?do=publish", "officer", "By the rules it costs", "按规则每年需"),
    ("plan-withdraw", "/plans/{plan}?do=withdraw", "officer", "sees that it was withdrawn", "方案已撤回及其理由"),
    ("plan-replay", "/plans/{plan}?do=replay", "officer", "as long as the plan did", "所需时间与制定时相同"),
    ("plan-objections", "/plans/{plan}?tab=objections", "officer", "Objections are taken until", "异议受理至"),
    ("board", "/plans/{plan}/board", "officer", "Not placed", "未安排"),
    ("board-person", "/plans/{plan}/board?view=person", "officer", "Move to", "调到"),
    ("board-list", "/plans/{plan}/board?view=list", "officer", "Township", "乡镇"),
    ("board-score", "/plans/{plan}/board?list=better", "officer", "This plan has", "此方案"),
    ("missing", "/no-such-page", "officer", "There is no such page", "没有这个页面"),
]
# An address of the API for each "{name}" above, and what is taken of its first row if not the id.
FIRST = {"account": "/api/accounts", "area": "/api/areas?kind=township&limit=1", "nominee": "/api/nominations?limit=1",
         "round": "/api/rounds?limit=1", "place": "/api/round-places?waiting=true&limit=1", "held": "/api/nominations?limit=1 round",
         "plan": "/api/plans?state=published&limit=1", "draft": "/api/plans?state=draft&limit=1", "correction": "/api/corrections?limit=1",
         "sponsor": "/api/sponsors?limit=1", "site": "/api/sites?limit=1", "person": "/api/staff?limit=1",
         "unarrived": "/api/arrival-exceptions posting", "line": "/api/budget-lines?limit=1", "funded": "/api/budget-lines?limit=1 site",
         "opened": "/api/handovers?state=open&limit=1", "given": "/api/handovers?state=given", "accepted": "/api/handovers?state=accepted",
         "feedback": "/api/feedback?state=answered", "mine": "/api/account/feedback",
         "serving": "/api/postings?limit=1 staff", "rules": "/api/rules", "term": "/api/terms?limit=1"}


def prepare(server):
    """What the example lacks, and what no list of it tells: somebody's request for a correction, and a draft beside the published plan."""
    server.post("member", "/api/account/corrections",
                {"field": "staff.position", "reason": "The letter of May says so", "wanted": "Accountant"})
    said = server.post("area", "/api/account/feedback", {
        "kind": "complaint", "said": "The same table is asked for by two offices each month.", "named": True})
    server.post("officer", f"/api/feedback/{said['id']}/answer", {
        "said": "From January on one office takes it for both.", "version": said["version"]})
    server.post("member", "/api/account/feedback", {
        "kind": "suggestion", "said": "The page of a person could say\nwhen the next course is.", "page": "/people/:id"})
    late = next(each["id"] for each in server.get("officer", "/api/postings?limit=200")["items"]
                if not server.get("officer", f"/api/arrivals?posting={each['id']}")["items"])
    server.post("area", "/api/arrival-exceptions", {"posting": late, "reason": "The road was closed"})
    invited = server.post("administrator", "/api/accounts", {"name": "invited", "person": "Ines Invited"})
    plan = server.get("officer", "/api/plans?state=published&limit=1")["items"][0]["id"]
    somebody = server.get("officer", f"/api/plans/{plan}/placements?limit=1")["items"][0]["staff"]
    server.post("officer", f"/api/plans/{plan}/edit", {"moves": [f"{somebody}@none"], "name": "The same with one fewer",
                                                       "reason": "needed at home", "beside": True})
    return {"link": invited["link"]}


def look(visitor, name, language, theme, folder, faults):
    """At the page as it stands."""
    which = f"{name}-{language}-{theme}"
    # What is not of colour is the same in both themes, and what is neither of colour nor of place the same from
    # right to left: it is the same page.
    rules = "color" if theme == "dark" else "place" if language == "pseudo" else "all"
    found = visitor.accessibility(rules)
    if language == "pseudo":
        found += [f"in no catalogue: {each}" for each in visitor.bare_texts()]
    wide, window, heads = visitor.driver.execute_script(
        "return [document.documentElement.scrollWidth, innerWidth, document.querySelectorAll('h1').length]")
    if wide > window:
        found.append(f"{wide} wide")
    if heads != 1:
        found.append(f"{heads} h1")
    faults += [f"{which}: {each}" for each in found]
    if language != "pseudo" or found:
        visitor.picture(folder / f"{which}.jpg", whole=theme == "light")


# Each language and theme of a page, so that little changes from one to the next; the next page goes the way back.
WALK = [("en", "light"), ("en", "dark"), ("zh", "dark"), ("zh", "light"), ("pseudo", "light")]


def look_at(visitor, page, walk, folder, faults):
    """In each language and theme: loaded once, then by the switches of the page. Is the last one shown?"""
    name, _, _, english, chinese = page
    through = True
    spoken, theme = walk[0]
    for at, (language, wanted) in enumerate(walk):
        try:
            if language != spoken:
                visitor.speak(language)
            if wanted != theme:
                visitor.dark(wanted == "dark")
            spoken, theme = language, wanted
            visitor.shows(chinese if language == "zh" else english)
            look(visitor, name, language, wanted, folder, faults)
        except Exception as trouble:  # the others are looked at all the same
            faults.append(f"{name}-{language}-{wanted}: {str(trouble)[:2000]}")
            through = False
        faults += [f"{name}-{language}-{wanted}: the browser says {each}" for each in visitor.complaints()]
    return through


def visit(visitor, server, pages, folder, faults):
    """One page after the other. A page is loaded from the server; its tabs and forms are opened within it."""
    visitor.count_questions()
    was = account_was = None
    walk = WALK
    for page in pages:
        name, address, account = page[:3]
        where = address.partition("?")[0]
        try:
            if account != account_was:
                visitor.come_as(account and server.session_of(account))
            visitor.prefer(*walk[0])
            if (where, account) == (was, account_was):
                visitor.turn(address)
            else:
                visitor.go(address)
            account_was, was = account, where
        except Exception as trouble:
            faults.append(f"{name}: {str(trouble)[:2000]}")
            account_was = was = None
            continue
        if not look_at(visitor, page, walk, folder, faults):
            was = None
        walk = walk[::-1]


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    words = sys.argv[3] if len(sys.argv) > 3 else ""
    part = re.fullmatch(r"(\d+)/(\d+)", words)
    pages = sorted((each for each in PAGES if part or words in each[0]), key=lambda each: (each[2], each[1]))
    if part:
        which, of = int(part.group(1)), int(part.group(2))
        pages = pages[len(pages) * (which - 1) // of:len(pages) * which // of]
    faults = []
    with Example(program) as server, Visitor(server.place) as visitor:
        made = prepare(server)
        found = {}
        for at, (name, address, account, english, chinese) in enumerate(pages):
            for hole, path in FIRST.items():
                if "{" + hole + "}" in address:
                    path, _, member = path.partition(" ")
                    if (account, path) not in found:
                        found[account, path] = server.get(account, path)["items"][0]
                    address = address.replace("{" + hole + "}", found[account, path][member or "id"])
            for hole, value in made.items():
                address = address.replace("{" + hole + "}", value)
            pages[at] = (name, address, account, english, chinese)
        visit(visitor, server, pages, folder, faults)
    for each in faults:
        print(each)
    print(f"{len(pages)} pages, {len(faults)} faults; pictures in {os.path.relpath(folder)}")
    return 1 if faults else 0


sys.exit(main())
