package labs.rpc.demo;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import labs.rpc.dispatch.Help;

/** The eight methods of the public validation suite for XML-RPC servers. */
public interface Validator1 {
    @Help("The sum of the member curly over all structs of the array.")
    int arrayOfStructsTest(List<Map<String, Integer>> structs);

    @Help("How often each of the five characters < > & ' \" stands in the string.")
    Map<String, Integer> countTheEntities(String text);

    @Help("The sum of the members moe, larry and curly.")
    int easyStructTest(Map<String, Integer> struct);

    @Help("The same struct.")
    Map<String, Object> echoStructTest(Map<String, Object> struct);

    @Help("An array of the six parameters.")
    List<Object> manyTypesTest(
            int number,
            boolean flag,
            String text,
            double fraction,
            LocalDateTime time,
            byte[] bytes);

    @Help("The first and the last string of the array, put together.")
    String moderateSizeArrayCheck(List<String> texts);

    @Help(
            "The sum of moe, larry and curly on April 1st, 2000, in a calendar of years, months and days.")
    int nestedStructTest(Map<String, Map<String, Map<String, Map<String, Integer>>>> calendar);

    @Help("The number times 10, 100 and 1000.")
    Map<String, Integer> simpleStructReturnTest(int number);
}
