using Pipeline.Files;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>The cgroup that a walk has come to, for reading its files. The same object for all of them; what it reads is valid until the next call.</summary>
internal sealed class OpenCgroup(FileReader files, UnreadFiles unread)
{
    private Folder _folder;

    internal Cgroup Cgroup { get; private set; } = null!;

    internal Hierarchy Hierarchy { get; private set; } = null!;

    internal bool IsTwo => Hierarchy.Version == CgroupVersion.Two;

    internal bool Has(Controllers controller) => (Hierarchy.Controllers & controller) != 0;

    internal void Turn(Hierarchy hierarchy, Cgroup cgroup, Folder folder) => (Hierarchy, Cgroup, _folder) = (hierarchy, cgroup, folder);

    /// <summary>Reads a file; false where the cgroup has no such file, is gone, or may not be read, which is counted.</summary>
    /// <param name="name">Ends with NUL.</param>
    /// <param name="text">What is in it.</param>
    internal bool TryRead(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text)
    {
        text = files.Read(_folder, name, out var error);
        unread.Note(Cgroup.Path, name, error);
        return error == 0;
    }

    /// <summary>Reads a file with one number; false also where it holds none, such as <c>max</c>.</summary>
    internal bool TryRead(ReadOnlySpan<byte> name, out ulong value)
    {
        value = 0;
        return TryRead(name, out ReadOnlySpan<byte> text) && FigureText.TryRead(text, out value);
    }
}
