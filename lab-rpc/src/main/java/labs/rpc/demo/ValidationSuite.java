package labs.rpc.demo;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers that the validation suite expects. Thread-safe. */
public final class ValidationSuite implements Validator1 {
    @Override
    public int arrayOfStructsTest(List<Map<String, Integer>> structs) {
        return structs.stream().mapToInt(struct -> struct.get("curly")).sum();
    }

    @Override
    public Map<String, Integer> countTheEntities(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("ctLeftAngleBrackets", count(text, '<'));
        counts.put("ctRightAngleBrackets", count(text, '>'));
        counts.put("ctAmpersands", count(text, '&'));
        counts.put("ctApostrophes", count(text, '\''));
        counts.put("ctQuotes", count(text, '"'));
        return counts;
    }

    @Override
    public int easyStructTest(Map<String, Integer> struct) {
        return struct.get("moe") + struct.get("larry") + struct.get("curly");
    }

    @Override
    public Map<String, Object> echoStructTest(Map<String, Object> struct) {
        return struct;
    }

    @Override
    public List<Object> manyTypesTest(
            int number,
            boolean flag,
            String text,
            double fraction,
            LocalDateTime time,
            byte[] bytes) {
        return List.of(number, flag, text, fraction, time, bytes);
    }

    @Override
    public String moderateSizeArrayCheck(List<String> texts) {
        return texts.get(0) + texts.get(texts.size() - 1);
    }

    @Override
    public int nestedStructTest(
            Map<String, Map<String, Map<String, Map<String, Integer>>>> calendar) {
        return easyStructTest(calendar.get("2000").get("04").get("01"));
    }

    @Override
    public Map<String, Integer> simpleStructReturnTest(int number) {
        Map<String, Integer> times = new LinkedHashMap<>();
        times.put("times10", 10 * number);
        times.put("times100", 100 * number);
        times.put("times1000", 1000 * number);
        return times;
    }

    private static int count(String text, char c) {
        return (int) text.chars().filter(each -> each == c).count();
    }
}
