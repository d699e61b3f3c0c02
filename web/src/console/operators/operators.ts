import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import type {
  Operator,
  OperatorDraft,
  OperatorLink,
  OperatorPatch,
} from "../generated/types.gen.ts";

/** Who runs the installation. */
export const operatorsQuery = queryOptions({
  queryKey: ["operators"],
  queryFn: ({ signal }) => request<Operator[]>("/api/operators", { signal }),
});

export const addOperator = (draft: OperatorDraft) =>
  request<OperatorLink>("/api/operators", { method: "POST", body: draft });

export const changeOperator = ({ id, version }: Operator, body: OperatorPatch) =>
  request<Operator>(`/api/operators/${id}`, { method: "PATCH", body, ifMatch: version });

/** Takes what somebody signed in with away, and gives the link to something new. */
export const beginAnew = ({ id }: Operator) =>
  request<OperatorLink>(`/api/operators/${id}/link`, { method: "POST" });

export const refreshOperators = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: operatorsQuery.queryKey });
