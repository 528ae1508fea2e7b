using Microsoft.Win32.SafeHandles;
using Pipeline.Sources.File.Checkpoints;
using Pipeline.Sources.File.Native;

namespace Pipeline.Sources.File.Reading;

/// <summary>A file that is read. One thread at a time.</summary>
internal sealed class TrackedFile(string path, FileKey key) : IDisposable
{
    private readonly byte[] _tail = new byte[ReadPlace.TailBytes];
    private int _tailLength;

    /// <summary>The name it was found under, which its rows tell; it may have another by now.</summary>
    public string Path { get; private set; } = path;

    /// <summary>The name as rows have it.</summary>
    public byte[] PathBytes { get; private set; } = System.Text.Encoding.UTF8.GetBytes(path);

    /// <summary>Which file.</summary>
    public FileKey Key => key;

    /// <summary>Null while it is closed.</summary>
    public SafeFileHandle? Handle { get; set; }

    /// <summary>Where the next line begins, or goes on where <see cref="IsSkipping"/>.</summary>
    public long Position { get; private set; }

    /// <summary>The bytes before <see cref="Position"/>, as they were read: where they are others now, so is the content.</summary>
    public ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _tailLength);

    /// <summary>Whether the line at hand is too long and what is left of it is passed over.</summary>
    public bool IsSkipping { get; set; }

    /// <summary>How far it is delivered; null until its first line is there to tell which content it is.</summary>
    public FileProgress? Progress { get; set; }

    /// <summary>What its rows carry; null as long.</summary>
    public BatchOrigin? Origin { get; set; }

    /// <summary>How often it was emptied or written anew, as far as is known.</summary>
    public int Generation { get; set; }

    /// <summary>When it was made.</summary>
    public long Born { get; set; }

    /// <summary>Whether all of it was read when it was looked at last.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Bytes of it that were looked at; what it has beyond them is new.</summary>
    public long Looked { get; set; }

    /// <summary>Since when it has had nothing new: a time stamp.</summary>
    public long QuietSince { get; set; }

    /// <summary>When it is looked at again at the earliest: a time stamp.</summary>
    public long LookAgain { get; set; }

    /// <summary>Whether no name that is looked for leads to it any more.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Whether the name it was found under leads to it no more.</summary>
    public bool HasMoved { get; set; }

    /// <summary>It was found in an earlier run, under another name.</summary>
    public void Rename(string name) => (Path, PathBytes) = (name, System.Text.Encoding.UTF8.GetBytes(name));

    /// <summary>Steps to a place.</summary>
    /// <param name="position">The place.</param>
    /// <param name="before">What stands before it: at least <see cref="ReadPlace.TailBytes"/>, or all of it.</param>
    public void MoveTo(long position, ReadOnlySpan<byte> before)
    {
        Position = position;
        _tailLength = (int)Math.Min(position, ReadPlace.TailBytes);
        before[^_tailLength..].CopyTo(_tail);
    }

    public void Dispose()
    {
        Handle?.Dispose();
        Handle = null;
    }
}
