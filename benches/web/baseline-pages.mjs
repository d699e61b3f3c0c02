// The baseline's pages, with what ours show before anybody scrolls.

/** All of the baseline's style. */
export const style = `
:root { --ink:#16232b; --ink-2:#4c5b63; --line:#dcdad2; --paper:#faf9f5; --surface:#fffefb; --accent:#0b6470 }
* { box-sizing: border-box } body { margin:0; font:14px/1.45 system-ui, sans-serif; color:var(--ink); background:var(--paper);
display:grid; grid-template-columns:13.5rem 1fr; min-height:100vh } nav { padding:1rem; border-right:1px solid var(--line) }
nav a { display:block; padding:.35rem .5rem; color:var(--ink-2); text-decoration:none; border-radius:6px }
nav a[aria-current] { background:var(--surface); color:var(--ink); font-weight:600 } main { padding:1rem 1.5rem; min-width:0 }
h1 { font:500 1.6rem Georgia, serif; margin:0 0 1rem } table { width:100%; border-collapse:collapse; background:var(--surface) }
td,th { text-align:left; padding:.4rem .6rem; border-bottom:1px solid var(--line) } .num { text-align:right }
.board { display:flex; gap:1px; overflow-x:auto } .column { flex:1; min-width:13rem; padding:0 .6rem; border-right:1px solid var(--line) }
.card { display:block; padding:.5rem .75rem; margin:.5rem 0; border:1px solid var(--line); border-radius:6px; background:var(--surface);
color:inherit; text-decoration:none } dl { display:grid; grid-template-columns:10rem 1fr; gap:.4rem } dt { color:var(--ink-2) } dd { margin:0 }
.cards { display:grid; grid-template-columns:1fr 1fr; gap:1rem } .bar { height:.9rem; background:var(--accent) }
`;

const PLACES = [
  ["/", "Home"],
  ["/leads", "Leads"],
  ["/pipeline", "Pipeline"],
  ["/contacts", "Contacts"],
  ["/companies", "Companies"],
  ["/activities", "Activities"],
  ["/reports", "Reports"],
];
/* As many rows and cards as ours draw before anybody scrolls. */
const ROWS = 50;
const CARDS = 12;

const text = (value) =>
  String(value ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
const money = (amount, currency) =>
  amount == null
    ? "–"
    : new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 0 }).format(
        amount / 100,
      );
const day = (instant) => (instant ? new Date(instant).toISOString().slice(0, 10) : "–");

function page(path, title, count, body) {
  const links = PLACES.map(
    ([href, label]) =>
      `<a href="${href}"${href === path ? ' aria-current="page"' : ""}>${label}${href === "/leads" ? ` ${count}` : ""}</a>`,
  ).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text(title)}</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"><nav>${links}</nav><main><h1>${text(title)}</h1>${body}</main></html>`;
}

const countText = ({ count, capped }) => `${count.toLocaleString("en")}${capped ? "+" : ""}`;
const leadCount = async (get) => countText(await get("/api/leads/count"));

/** The list of leads. */
export async function leads(get) {
  const [count, { items }, people] = await Promise.all([
    leadCount(get),
    get(`/api/leads?limit=${ROWS}&sort=-created_at`),
    get("/api/users"),
  ]);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const rows = items
    .map(
      (one) =>
        `<tr><td><a href="/leads/${one.id}">${text(one.name)}</a><td>${text(one.company_name)}<td>${text(one.status)}<td class="num">${one.score ?? ""}<td class="num">${money(one.amount, one.currency ?? "EUR")}<td>${text(one.source)}<td>${text(nameOf.get(one.owner_id))}<td>${day(one.created_at)}`,
    )
    .join("");
  const head = ["Name", "Company", "Status", "Score", "Amount", "Source", "Owner", "Created"];
  return page(
    "/leads",
    "Leads",
    count,
    `<table><thead><tr>${head.map((word) => `<th>${word}`).join("")}</thead><tbody>${rows}</table>`,
  );
}

/** A lead's own page. */
export async function lead(get, id) {
  const [count, one, events, activities, people] = await Promise.all([
    leadCount(get),
    get(`/api/leads/${id}`),
    get(`/api/leads/${id}/events?limit=30`),
    get(
      `/api/activities?limit=30&filter=${encodeURIComponent(JSON.stringify({ field: "lead_id", op: "eq", value: id }))}`,
    ),
    get("/api/users"),
  ]);
  const nameOf = new Map(people.map(({ id: person, name }) => [person, name]));
  const facts = [
    ["Company", one.company_name],
    ["Position", one.title],
    ["E-mail", one.email],
    ["Phone", one.phone],
    ["Status", one.status],
    ["Score", one.score],
    ["Amount", money(one.amount, one.currency ?? "EUR")],
    ["Source", one.source],
    ["Owner", nameOf.get(one.owner_id)],
    ["City", one.city],
    ["Country", one.country],
    ["Created", day(one.created_at)],
  ];
  const list = facts.map(([term, value]) => `<dt>${term}<dd>${text(value)}`).join("");
  const happened = [
    ...events.items.map((event) => [event.at, `${text(event.actor_name)} ${text(event.action)}`]),
    ...activities.items.map((activity) => [activity.created_at, text(activity.subject)]),
  ]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([at, words]) => `<tr><td>${day(at)}<td>${words}`)
    .join("");
  return page(`/leads/${id}`, one.name, count, `<dl>${list}</dl><table>${happened}</table>`);
}

/** The first pipeline's board. */
export async function board(get) {
  const [count, [pipeline]] = await Promise.all([leadCount(get), get("/api/pipelines")]);
  const { columns } = await get(`/api/pipelines/${pipeline.id}/board?limit=${CARDS}`);
  const drawn = columns
    .map(({ stage, count: deals, sums, deals: { items } }) => {
      const cards = stage.kind === "open" ? items : [];
      const worth = sums.map((sum) => money(sum.amount, sum.currency)).join(", ");
      return `<section class="column"><h2>${text(stage.name)} ${deals}</h2><p>${worth}</p>${cards
        .map(
          (deal) =>
            `<a class="card" href="/deals/${deal.id}"><b>${text(deal.name)}</b><br>${text(deal.company_name)}<br>${money(deal.amount, deal.currency)} ${day(deal.expected_close_date)}</a>`,
        )
        .join("")}</section>`;
    })
    .join("");
  return page("/pipeline", "Pipeline", count, `<div class="board">${drawn}</div>`);
}

/** The dashboard: the same reports as ours, each as bars. */
export async function home(get) {
  const to = new Date().toISOString().slice(0, 10);
  const from = `${Number(to.slice(0, 4)) - 1}${to.slice(4)}`;
  const asked = `from=${from}&to=${to}`;
  const names = [
    ["pipeline", ""],
    ["forecast", asked],
    ["won-lost", `${asked}&grain=month`],
    ["funnel", asked],
    ["velocity", asked],
    ["leads-over-time", `${asked}&grain=month`],
    ["activity-by-person", asked],
  ];
  const [count, ...reports] = await Promise.all([
    leadCount(get),
    ...names.map(([name, query]) => get(`/api/reports/${name}?${query}`).catch(() => ({}))),
  ]);
  const cards = reports.map((report, at) => {
    const numbers = amounts(report).slice(0, 12);
    const most = Math.max(1, ...numbers);
    const bars = numbers
      .map(
        (number) => `<div class="bar" style="width:${Math.round((100 * number) / most)}%"></div>`,
      )
      .join("");
    return `<section><h2>${names[at][0]}</h2>${bars}</section>`;
  });
  return page("/", "Good to see you", count, `<div class="cards">${cards.join("")}</div>`);
}

/* All counts and amounts of a report, in its order. */
function amounts(value) {
  if (Array.isArray(value)) return value.flatMap(amounts);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "number" && /count|amount|deals|leads/.test(key) ? [inner] : amounts(inner),
  );
}
