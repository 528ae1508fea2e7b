using Microsoft.Win32.SafeHandles;
using Pipeline.Sources.File.Checkpoints;

namespace Pipeline.Sources.File.Reading;

/// <summary>Finds where the reading of a file begins. One thread at a time.</summary>
internal sealed class StartPlace(Checkpoint checkpoint, ReadFrom readFrom, BatchOrigin origin)
{
    // How far back the beginning of the last line is looked for.
    private const int LookBack = 64 << 10;

    private readonly byte[] _bytes = new byte[LookBack];

    /// <summary>Puts a file that was just found to its place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="handle">To read it.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="isAtStart">Whether it was there when the run began.</param>
    public void Find(TrackedFile file, SafeFileHandle handle, long size, bool isAtStart)
    {
        if (checkpoint.Find(file.Key.Inode, file.Born) is { } entry)
        {
            if (IsSame(entry, handle, size))
                Continue(file, entry, handle);
            else
                file.Generation = entry.Identity.Generation + 1;
        }
        else if (isAtStart && readFrom == ReadFrom.End && checkpoint.Earlier.All(e => e.Path != file.Path))
        {
            GoToLastLine(file, handle, size);
        }
    }

    /// <summary>Gives a file its identity, and a place in the checkpoint.</summary>
    public void Identify(TrackedFile file, Fingerprint fingerprint)
    {
        var identity = new FileIdentity(file.Key.Inode, file.Born, fingerprint, file.Generation);
        Follow(file, identity, ReadPlace.At(file.Position, file.Tail));
    }

    /// <summary>Puts a file to its beginning, as another content.</summary>
    public static void Restart(TrackedFile file)
    {
        if (file.Progress is not null)
            file.Generation++;
        file.MoveTo(0, []);
        (file.Progress, file.Origin, file.IsSkipping, file.IsIdle) = (null, null, false, false);
    }

    private bool IsSame(CheckpointEntry entry, SafeFileHandle handle, long size)
    {
        if (size < entry.Place.Offset)
            return false;
        var head = _bytes.AsSpan(0, FileOpener.Read(handle, _bytes.AsSpan(0, Fingerprint.MostBytes), 0));
        return entry.Identity.Fingerprint.Matches(head) && ReadPlace.At(entry.Place.Offset, Before(handle, entry.Place.Offset)) == entry.Place;
    }

    private void Continue(TrackedFile file, CheckpointEntry entry, SafeFileHandle handle)
    {
        file.Generation = entry.Identity.Generation;
        file.Rename(entry.Path);
        file.MoveTo(entry.Place.Offset, Before(handle, entry.Place.Offset));
        Follow(file, entry.Identity, entry.Place);
    }

    private void GoToLastLine(TrackedFile file, SafeFileHandle handle, long size)
    {
        var from = Math.Max(0, size - LookBack);
        var bytes = _bytes.AsSpan(0, FileOpener.Read(handle, _bytes, from));
        var line = bytes.LastIndexOf((byte)'\n') + 1;
        if (line == 0)
            line = from == 0 ? 0 : bytes.Length;
        var position = from + line;
        if (position == 0)
            return;
        file.MoveTo(position, Before(handle, position));
        var head = _bytes.AsSpan(0, FileOpener.Read(handle, _bytes.AsSpan(0, Fingerprint.MostBytes), 0));
        Identify(file, Fingerprint.Of(head, isWhole: true)!.Value);
    }

    private ReadOnlySpan<byte> Before(SafeFileHandle handle, long offset)
    {
        var length = (int)Math.Min(offset, ReadPlace.TailBytes);
        return _bytes.AsSpan(0, FileOpener.Read(handle, _bytes.AsSpan(0, length), offset - length));
    }

    private void Follow(TrackedFile file, FileIdentity identity, ReadPlace place)
    {
        file.Progress = checkpoint.Follow(identity, file.Path, place);
        file.Origin = origin with { Epoch = identity.Epoch };
    }
}
