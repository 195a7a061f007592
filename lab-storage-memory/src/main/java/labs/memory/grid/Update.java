package labs.memory.grid;

import java.time.Duration;

/** A write as owner and backups carry it out; on all of them it comes to the same. */
record Update(RequestId id, Operation operation, Duration at) {}
