using System.Runtime.InteropServices;

namespace Pipeline.Sinks.File;

/// <summary>The folders that files lie in.</summary>
internal static class Folders
{
    /// <summary>Makes those a file lies in, as far as they are missing.</summary>
    /// <exception cref="OutputFault">One cannot be made.</exception>
    public static void Make(string path, FilePermissions permissions)
    {
        if (Path.GetDirectoryName(path) is not { } folder || Libc.MakeFolder(folder, permissions.Folder) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        if (error == Libc.ENOENT)
        {
            Make(folder, permissions);
            error = Libc.MakeFolder(folder, permissions.Folder) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        // What is there and is no folder shows when the file is opened.
        if (error is not (0 or Libc.EEXIST))
            throw OutputFault.Of(error, $"{folder} cannot be made");
    }

    /// <summary>Has what was made and renamed in a file's folder on the disk when it returns.</summary>
    /// <exception cref="OutputFault">It is not.</exception>
    public static void Sync(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var fd = Libc.Open(folder, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            throw OutputFault.Last($"{folder} cannot be opened");
        try
        {
            // Some file systems have nothing to bring there.
            if (Libc.Sync(fd) != 0 && Marshal.GetLastPInvokeError() != Libc.EINVAL)
                throw OutputFault.Last($"{folder} cannot be brought to the disk");
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }
}
