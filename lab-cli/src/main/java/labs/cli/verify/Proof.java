package labs.cli.verify;

import java.util.function.Supplier;

/** A claim about the course, and how it is tried. */
record Proof(String claim, Supplier<Evidence> trial) {}
