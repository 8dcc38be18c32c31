/*
 * One of a few things that a person chooses among, by what it is called.
 */
export interface Choice<Id extends string> {
  id: Id;
  title: string;
}
