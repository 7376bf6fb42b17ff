// What a phone at the door keeps: the roster, and what it wrote down and could not hand in yet.

const NAME = "kizuna-door";

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, 1);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore("rosters", { keyPath: "slug" });
      asking.result.createObjectStore("records", { keyPath: "id" }).createIndex("slug", "slug");
    };
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  return opened;
}

// A promise is kept only once it is on the disk: the battery may die the moment after.
async function within(store, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const rosterOf = (slug) => within("rosters", "readonly", (rosters) => rosters.get(slug));
export const allRosters = () => within("rosters", "readonly", (rosters) => rosters.getAll());
export const keepRoster = (roster) => within("rosters", "readwrite", (rosters) => rosters.put(roster));
export const dropRoster = (slug) => within("rosters", "readwrite", (rosters) => rosters.delete(slug));

export const recordsOf = (slug) =>
  within("records", "readonly", (records) => records.index("slug").getAll(slug));
export const keepRecord = (record) =>
  within("records", "readwrite", (records) => records.put(record));
export const dropRecords = (ids) =>
  within("records", "readwrite", (records) => {
    for (const id of ids) records.delete(id);
  });

const KEPT_AFTER = 24 * 3600_000; // milliseconds after the end

// When a list of names leaves this phone, as a number of milliseconds.
export const keptUntil = (roster) => new Date(roster.ends).getTime() + KEPT_AFTER;

// The list of names and the page that shows it; what was written down stays until it is handed in.
export async function dropDoor(slug) {
  await dropRoster(slug);
  if ("caches" in window) await (await caches.open("door")).delete(`/events/${slug}/door`, { ignoreVary: true });
}

// Lists leave the phone of which `isMeant(keptUntil)` holds.
export async function forget(isMeant) {
  for (const roster of await allRosters()) {
    if (isMeant(keptUntil(roster))) await dropDoor(roster.slug);
  }
}
