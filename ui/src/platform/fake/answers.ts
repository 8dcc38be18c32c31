/*
 * The fake's catalogue of requests and what its Adobe answers to them.
 */
import type { Header } from "../../bindings/Header";
import type { Request } from "../../bindings/Request";
import type { RequestSummary } from "../../bindings/RequestSummary";

const auth: Header[] = [
  { name: "Authorization", value: "Bearer {{ACCESS_TOKEN}}" },
  { name: "x-api-key", value: "{{API_KEY}}" },
  { name: "x-gw-ims-org-id", value: "{{IMS_ORG}}" },
];
const PLACES = "https://api-places.adobe.io/places/placesapi/v1";
const CAMPAIGN = "https://mc.adobe.io/{{ORGANIZATION}}/campaign/profileAndServices";
const PLATFORM = "https://platform.adobe.io/data/foundation";
const json: Header = { name: "Content-Type", value: "application/json" };

interface Entry {
  path: string;
  request: Request;
  note: string | null;
}

function entry(product: string, request: Request, note: string | null = null): Entry {
  return { path: `${product}/${request.name}`, request, note };
}

export const CATALOGUE: Entry[] = [
  entry("Places", {
    name: "List libraries",
    method: "GET",
    url: `${PLACES}/libraries`,
    headers: auth,
    body: null,
  }),
  entry("Places", {
    name: "List points of interest",
    method: "GET",
    url: `${PLACES}/pois?limit=100`,
    headers: auth,
    body: null,
  }),
  entry("Places", {
    name: "Create a point of interest",
    method: "POST",
    url: `${PLACES}/pois`,
    headers: [...auth, json],
    body: JSON.stringify(
      {
        name: "Harbour Cafe",
        location: { type: "Point", coordinates: [-0.1278, 51.5074] },
        radius: 75,
        lib_id: "{{LIBRARY_ID}}",
      },
      null,
      2,
    ),
  }),
  entry("Places", {
    name: "Delete a point of interest",
    method: "DELETE",
    url: `${PLACES}/pois/{{POI_ID}}`,
    headers: auth,
    body: null,
  }),
  entry("Campaign Standard", {
    name: "List profiles",
    method: "GET",
    url: `${CAMPAIGN}/profile`,
    headers: [...auth.slice(0, 2), { name: "Cache-Control", value: "no-cache" }],
    body: null,
  }),
  entry("Campaign Standard", {
    name: "Change a profile",
    method: "PATCH",
    url: `${CAMPAIGN}/profile/{{PKEY}}`,
    headers: [...auth.slice(0, 2), json],
    body: '{\n  "preferredLanguage": "fr"\n}',
  }),
  entry("Experience Platform", {
    name: "List global classes",
    method: "GET",
    url: `${PLATFORM}/schemaregistry/global/classes`,
    headers: [
      ...auth,
      { name: "x-sandbox-name", value: "{{SANDBOX_NAME}}" },
      { name: "Accept", value: "application/vnd.adobe.xed-id+json" },
    ],
    body: null,
  }),
  entry(
    "Experience Platform",
    {
      name: "List sandboxes",
      method: "GET",
      url: `${PLATFORM}/sandbox-management/sandboxes`,
      headers: auth,
      body: null,
    },
    "The shape of the answer is inferred from Adobe's published examples.",
  ),
];

export function summary({ path, request, note }: Entry): RequestSummary {
  return { path, origin: "catalogue", method: request.method, name: request.name, note };
}

const LIBRARIES = [
  {
    id: "11112222-3333-4444-5555-666677778888",
    name: "Cafés of the harbour",
    customerID: "0A1B2C3D5E6F7A8B9C0D1E2F@AdobeOrg",
    poiCount: 42,
  },
  {
    id: "21112222-3333-4444-5555-666677778889",
    name: "Airports",
    customerID: "0A1B2C3D5E6F7A8B9C0D1E2F@AdobeOrg",
    poiCount: 1280,
  },
];

function pois(count: number) {
  return {
    data: Array.from({ length: count }, (_, n) => ({
      id: `poi-${String(n).padStart(6, "0")}`,
      name: `Harbour Cafe № ${n}`,
      location: { type: "Point", coordinates: [-0.1278 + n / 1000, 51.5074] },
      radius: 75,
      country: "GB",
      city: "London",
      metadata: { brand: "Demo", ownership: n % 2 ? "LS" : null, open: n % 3 === 0 },
    })),
    page_count: 1,
    total_count: count,
  };
}

/** What the fake's Adobe answers. */
export function answer(url: string, method: string): { status: number; body: unknown } {
  if (method === "DELETE") return { status: 204, body: null };
  if (url.includes("/libraries")) return { status: 200, body: LIBRARIES };
  if (url.includes("limit=10000")) return { status: 200, body: pois(10_000) };
  if (url.includes("/pois")) return { status: method === "POST" ? 201 : 200, body: pois(100) };
  if (url.includes("/campaign/")) {
    return {
      status: 200,
      body: {
        content: [
          { PKey: "@ab3-_x", firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", age: 36 },
        ],
        serverSidePagination: true,
      },
    };
  }
  if (url.includes("/schemaregistry/")) {
    return {
      status: 200,
      body: {
        results: [
          { title: "XDM Individual Profile", $id: "https://ns.adobe.com/xdm/context/profile", version: "1" },
          {
            title: "XDM ExperienceEvent",
            $id: "https://ns.adobe.com/xdm/context/experienceevent",
            version: "1",
          },
        ],
        _page: { orderby: "updated", next: null, count: 2 },
        _links: { next: null },
      },
    };
  }
  return { status: 404, body: { error_code: "404000", message: "Resource not found" } };
}
