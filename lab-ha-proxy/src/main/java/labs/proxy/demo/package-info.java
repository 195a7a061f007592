/** What can be run and looked at. */
package labs.proxy.demo;
