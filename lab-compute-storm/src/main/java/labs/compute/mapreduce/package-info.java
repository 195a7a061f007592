/**
 * MapReduce in small, after Dean and Ghemawat, OSDI 2004.
 *
 * <pre>
 *   Split ─▶ MapTask: lines ─▶ map ─▶ SortBuffer ─▶ Run, Run, … ─▶ Merge ─▶ one Run
 *                                       sort, combine, spill                  │ a segment
 *   part-00003 ◀─ ReduceTask: reduce ◀─ Groups ◀─ Merge ◀─ one segment ◀──────┘ for each reducer
 *                                                          of every map task
 *
 *   Coordinator: who does what (Schedule); again, if a worker dies; twice, if one is slow
 *   Workers, WorkerMain: the processes; MapOutputs: hands segments from one to another
 * </pre>
 *
 * Start with {@link labs.compute.mapreduce.Job}, then {@link labs.compute.mapreduce.SortBuffer}.
 */
package labs.compute.mapreduce;
