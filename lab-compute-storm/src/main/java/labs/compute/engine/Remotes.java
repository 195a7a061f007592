package labs.compute.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.NoSuchObjectException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Base64;

/** Objects that are called from other processes, by the JDK's remote method invocation. */
final class Remotes {
    private Remotes() {}

    /** Listens on one address only, and is found there. */
    private record At(String host)
            implements RMIClientSocketFactory, RMIServerSocketFactory, Serializable {
        @Override
        public Socket createSocket(String unused, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port, 0, InetAddress.getByName(host));
        }
    }

    /** Makes the object callable at a free port of that address; gives what to send to callers. */
    static Remote export(Remote object, String host) {
        try {
            var at = new At(host);
            return UnicastRemoteObject.exportObject(object, 0, at, at);
        } catch (RemoteException e) {
            throw new UncheckedIOException("cannot listen on " + host, e);
        }
    }

    /** The address of this machine under which a driver at {@code driver} can call back. */
    static String hostFor(String driver) {
        try {
            boolean isHere = InetAddress.getByName(driver).isLoopbackAddress();
            return isHere ? driver : InetAddress.getLocalHost().getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("this machine does not know its own name", e);
        }
    }

    static void unexport(Remote object) {
        try {
            UnicastRemoteObject.unexportObject(object, true);
        } catch (NoSuchObjectException e) {
            return; // it was not callable
        }
    }

    static byte[] bytes(Serializable object) {
        try (var bytes = new ByteArrayOutputStream();
                var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serialise " + object.getClass(), e);
        }
    }

    static Object object(byte[] bytes) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was sent", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the topology's jar is of another version", e);
        }
    }

    static String text(Remote stub) {
        return Base64.getEncoder().encodeToString(bytes((Serializable) stub));
    }

    static Object ofText(String text) {
        return object(Base64.getDecoder().decode(text));
    }
}
