package labs.compute.sql;

import labs.compute.query.Plan;

/** A plan, and what was known when it was made. */
record Planned(Plan plan, Scope scope, Strategies.Choice choice, TableSize left, TableSize right) {}
