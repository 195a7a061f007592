package labs.compute.table;

import java.io.Serializable;

/** A column's name, in lower case, and type. */
public record Column(String name, ColumnType type) implements Serializable {}
