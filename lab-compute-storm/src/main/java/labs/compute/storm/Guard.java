package labs.compute.storm;

import java.io.Serializable;
import org.apache.storm.generated.ComponentObject;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.spout.ISpout;
import org.apache.storm.task.IBolt;
import org.apache.storm.utils.Utils;

/** Puts each spout and bolt of a topology inside its guard. */
final class Guard {
    private Guard() {}

    static StormTopology around(StormTopology topology, Shared<Tasks> tasks) {
        StormTopology guarded = topology.deepCopy();
        guarded.get_spouts()
                .forEach(
                        (name, spout) ->
                                spout.set_spout_object(
                                        pack(
                                                new GuardedSpout(
                                                        name,
                                                        unpack(
                                                                spout.get_spout_object(),
                                                                ISpout.class),
                                                        tasks))));
        guarded.get_bolts()
                .forEach(
                        (name, bolt) ->
                                bolt.set_bolt_object(
                                        pack(
                                                new GuardedBolt(
                                                        name,
                                                        unpack(bolt.get_bolt_object(), IBolt.class),
                                                        tasks))));
        return guarded;
    }

    private static <T> T unpack(ComponentObject component, Class<T> type) {
        return Utils.javaDeserialize(component.get_serialized_java(), type);
    }

    private static ComponentObject pack(Serializable component) {
        return ComponentObject.serialized_java(Utils.javaSerialize(component));
    }
}
