package engine.http.protocol;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;

/**
 * Who may use a Unix socket: its file's owner, group and mode.
 *
 * @param user name or number; empty for the agent's own
 * @param group likewise
 * @param mode such as {@code 0660}; empty for the system's usual one
 */
public record SocketFile(String user, String group, String mode) {
    /** As the system makes it. */
    public static final SocketFile USUAL = new SocketFile("", "", "");

    /** Takes away what an agent before this one left there. */
    public static void replace(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path)) {
                throw new FileSystemException(path.toString(), null, "there is a file that is no socket");
            }
            Files.delete(path);
        }
    }

    /** Makes a socket's file so. */
    public void apply(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var names = path.getFileSystem().getUserPrincipalLookupService();
        try {
            if (!group.isEmpty()) {
                view.setGroup(names.lookupPrincipalByGroupName(group));
            }
            if (!user.isEmpty()) {
                view.setOwner(names.lookupPrincipalByName(user));
            }
        } catch (UserPrincipalNotFoundException e) {
            throw new FileSystemException(path.toString(), null, "there is no user or group " + e.getName());
        }
        if (!mode.isEmpty()) {
            Files.setPosixFilePermissions(path, permissions(Integer.parseInt(mode, 8)));
        }
    }

    private static EnumSet<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values(); // from OWNER_READ to OTHERS_EXECUTE, as the bits from the highest
        for (var i = 0; i < all.length; i++) {
            if ((mode & (1 << (all.length - 1 - i))) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
