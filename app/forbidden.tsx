import { DeadEnd } from "@/components/shell/dead-end";

/** What `requirePerson` shows to a person whose role does not include a page. */
export default function Forbidden() {
  return <DeadEnd why="notAllowed" />;
}
