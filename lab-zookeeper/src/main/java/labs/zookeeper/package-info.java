/** Chapter 2: ZooKeeper from both sides. Packages by domain; start with the README. */
package labs.zookeeper;
