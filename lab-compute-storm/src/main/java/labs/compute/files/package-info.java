/**
 * What the chapter's parts do with directories.
 *
 * <pre>
 *   a job's attempts, a cluster's home, a demo's scratch ──▶ Trees.delete
 * </pre>
 */
package labs.compute.files;
