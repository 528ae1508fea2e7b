namespace Pipeline.Sources.File.Checkpoints;

/// <summary>How far all files of a source are delivered, those of earlier runs included. Thread-safe.</summary>
internal sealed class Checkpoint
{
    // What was not seen for so long will not come back, and of more than so many the oldest are forgotten.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly CheckpointFile _file;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private readonly List<CheckpointEntry> _earlier;
    private readonly List<FileProgress> _live = [];
    private CheckpointEntry[] _written = [];

    public Checkpoint(CheckpointFile file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        _earlier = [.. file.Read()];
        Earlier = [.. _earlier];
    }

    /// <summary>What is known from earlier runs.</summary>
    public IReadOnlyList<CheckpointEntry> Earlier { get; }

    /// <summary>Whether everything that was ever read is settled.</summary>
    public bool IsSettled
    {
        get { lock (_lock) return _live.TrueForAll(p => p.IsSettled); }
    }

    /// <summary>What is known of a file; null when it was not read before.</summary>
    public CheckpointEntry? Find(ulong inode, long born)
    {
        lock (_lock)
            return _live.Where(p => p.Identity.Inode == inode && p.Identity.Born == born).Select(p => new CheckpointEntry(p.Path, p.Identity, p.Committed, 0)).FirstOrDefault()
                ?? _earlier.FirstOrDefault(e => e.Identity.Inode == inode && e.Identity.Born == born);
    }

    /// <summary>Begins to follow a file. What is known of other contents of its inode is forgotten: they are no more.</summary>
    public FileProgress Follow(FileIdentity identity, string path, ReadPlace start)
    {
        var progress = new FileProgress(identity, path, start);
        lock (_lock)
        {
            _earlier.RemoveAll(e => e.Identity.Inode == identity.Inode);
            _live.RemoveAll(p => p.Identity.Inode == identity.Inode);
            _live.Add(progress);
        }

        return progress;
    }

    /// <summary>Writes down how far everything is settled, if that has changed.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Commit()
    {
        lock (_writing)
        {
            var entries = Collect();
            if (entries.Select(e => e with { Seen = 0 }).SequenceEqual(_written.Select(e => e with { Seen = 0 })))
                return;
            _file.Write(entries);
            _written = entries;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Delete()
    {
        lock (_writing)
            _file.Delete();
    }

    private CheckpointEntry[] Collect()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            foreach (var done in _live.Where(p => p.IsDone && p.IsSettled).ToArray())
            {
                _live.Remove(done);
                if (!done.IsGone)
                    _earlier.Add(new CheckpointEntry(done.Path, done.Identity, done.Committed, now));
            }

            var oldest = now - (long)Kept.TotalSeconds;
            _earlier.RemoveAll(e => e.Seen < oldest);
            _earlier.Sort((a, b) => b.Seen.CompareTo(a.Seen));
            if (_earlier.Count > MostKept)
                _earlier.RemoveRange(MostKept, _earlier.Count - MostKept);
            return
            [
                .. _live.Select(p => new CheckpointEntry(p.Path, p.Identity, p.Committed, now))
                    .Concat(_earlier)
                    .Take(MostKept),
            ];
        }
    }
}
