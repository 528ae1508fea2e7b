using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Pipeline.Sources.File.Checkpoints;
using Pipeline.Sources.File.Native;
using Pipeline.Sources.File.Paths;

namespace Pipeline.Sources.File.Reading;

/// <summary>The files that are read: finds them, knows them again under other names, and keeps a bounded number open. One thread at a time.</summary>
internal sealed class FileSet(FileSourceOptions options, PathFinder finder, Checkpoint checkpoint, BatchOrigin origin, IComponentContext context) : IDisposable
{
    private readonly TimeProvider _time = context.Environment.Time;
    private readonly Dictionary<FileKey, TrackedFile> _files = [];
    private readonly List<TrackedFile> _turns = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly StartPlace _start = new(checkpoint, options.ReadFrom, origin);
    private int _open;

    /// <summary>Files that are not done with.</summary>
    public int Count => _files.Count;

    /// <summary>Looks for files that are new, and for those that no longer have a name that is looked for.</summary>
    public void Scan(bool isFirst)
    {
        var (seen, paths) = (new Dictionary<FileKey, bool>(), finder.Find());
        foreach (var path in paths)
            if (See(path, isFirst) is { } key)
                seen[key] = seen.GetValueOrDefault(key) || _files[key].Path == path;
        if (isFirst)
            FindRenamed();
        foreach (var (key, file) in _files)
        {
            var hasLeft = !seen.TryGetValue(key, out var hasName);
            if (!hasName && !file.HasMoved)
                file.QuietSince = _time.GetTimestamp();
            (file.HasLeft, file.HasMoved) = (hasLeft, !hasName);
        }

        _told.IntersectWith(paths);
    }

    /// <summary>The open files whose turn it is.</summary>
    public IReadOnlyList<TrackedFile> Open()
    {
        _turns.Clear();
        var now = _time.GetTimestamp();
        foreach (var file in _files.Values)
            if (file.Handle is not null && (!file.IsIdle || now >= file.LookAgain))
                _turns.Add(file);
        if (_open < _files.Count)
            OpenMore();
        return _turns;
    }

    /// <summary>Whether a file has ended: nobody will complete its last line.</summary>
    public bool IsFinal(TrackedFile file) => !options.Follow || (file.HasMoved && file.IsIdle && _time.GetElapsedTime(file.QuietSince) >= options.Quiet);

    /// <summary>A file's first line is there.</summary>
    public void Identify(TrackedFile file, Fingerprint fingerprint)
    {
        _start.Identify(file, fingerprint);
        // Written down before any row is: a run after a crash has to count the same.
        if (file.Generation > 0)
            TryCommit();
    }

    /// <summary>Something was read.</summary>
    public void Busy(TrackedFile file)
    {
        file.IsIdle = false;
        file.QuietSince = _time.GetTimestamp();
    }

    /// <summary>Nothing more is in a file now. True: it is done with.</summary>
    public bool Idle(TrackedFile file, bool isFinal)
    {
        if (isFinal && (file.HasLeft || !options.Follow))
        {
            Forget(file);
            return true;
        }

        var (now, second) = (_time.GetTimestamp(), _time.TimestampFrequency);
        if (!file.IsIdle)
            (file.IsIdle, file.QuietSince) = (true, now);
        // As long again as it has been quiet already.
        var wait = Math.Clamp(now - file.QuietSince, second / 100, (long)(options.PollInterval.TotalSeconds * second));
        file.LookAgain = now + wait;
        return false;
    }

    /// <summary>A file has another content: it is read from its beginning.</summary>
    public void Begin(TrackedFile file)
    {
        context.Log.LogInformation("{File} was emptied or written anew, and is read from its beginning", file.Path);
        StartPlace.Restart(file);
    }

    /// <summary>A file cannot be read.</summary>
    public void Fail(TrackedFile file, int error)
    {
        Tell(file.Path, $"cannot be read: {Libc.Message(error)}");
        Remove(file);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _files.Clear();
    }

    private FileKey? See(string path, bool isFirst)
    {
        if (Libc.Statx(Libc.CurrentFolder, path, 0, Libc.BasicStats, out var state) == 0 && _files.TryGetValue(state.Key, out var known))
        {
            if (known.Handle is null && state.Size != known.Looked)
                known.IsIdle = false;
            return state.Key;
        }

        return Add(path, isFirst);
    }

    private FileKey? Add(string path, bool isFirst)
    {
        var handle = FileOpener.TryOpen(path, out var problem);
        if (handle is null || !FileOpener.TryStat(handle, out var state))
        {
            handle?.Dispose();
            if (problem.Length > 0 || isFirst)
                Tell(path, problem.Length > 0 ? problem : "is not there");
            return null;
        }

        // Another name of a file that is read already: a link, or a name that changed since.
        if (_files.ContainsKey(state.Key))
        {
            handle.Dispose();
            return state.Key;
        }

        var file = new TrackedFile(path, state.Key) { Born = state.Born };
        _start.Find(file, handle, state.Size, isFirst);
        _files.Add(state.Key, file);
        if (_open < options.MostOpen)
            (file.Handle, _open) = (handle, _open + 1);
        else
            handle.Dispose();
        return state.Key;
    }

    // What was rotated away while nobody looked may have lines that nobody read.
    private void FindRenamed()
    {
        foreach (var path in RenamedFiles.Find(checkpoint.Earlier, context.Log))
            if (Add(path, isFirst: false) is { } key)
                (_files[key].HasLeft, _files[key].HasMoved) = (true, true);
    }

    private void OpenMore()
    {
        List<TrackedFile>? lost = null;
        foreach (var file in _files.Values)
        {
            if (file.Handle is not null || file.IsIdle)
                continue;
            if (_open >= options.MostOpen && !CloseIdle())
                break;
            file.Handle = Reopen(file.Path, file.Key) ?? (RenamedFiles.Find(file.Path, file.Key) is { } path ? Reopen(path, file.Key) : null);
            if (file.Handle is null)
            {
                (lost ??= []).Add(file);
                continue;
            }

            _open++;
            _turns.Add(file);
        }

        foreach (var file in lost ?? [])
            Remove(file);
    }

    private static SafeFileHandle? Reopen(string path, FileKey key)
    {
        var handle = FileOpener.TryOpen(path, out _);
        if (handle is null || (FileOpener.TryStat(handle, out var state) && state.Key == key))
            return handle;
        handle.Dispose();
        return null;
    }

    private bool CloseIdle()
    {
        var idle = _files.Values.Where(f => f.Handle is not null && f.IsIdle && !f.HasLeft).MinBy(f => f.QuietSince);
        if (idle is null)
            return false;
        _turns.Remove(idle);
        idle.Dispose();
        _open--;
        return true;
    }

    private void Forget(TrackedFile file)
    {
        if (file.Progress is { } progress)
        {
            progress.IsGone = options.Follow && FileOpener.TryStat(file.Handle!, out var state) && state.Links == 0;
            progress.IsDone = true;
        }

        Remove(file);
    }

    private void Remove(TrackedFile file)
    {
        if (file.Handle is not null)
            _open--;
        file.Dispose();
        _files.Remove(file.Key);
    }

    private void TryCommit()
    {
        try
        {
            checkpoint.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.LogError("the checkpoint cannot be written: {Problem}", e.Message);
        }
    }

    private void Tell(string path, string problem)
    {
        if (_told.Add(path))
            context.Log.LogWarning("{File} {Problem}", path, problem);
    }
}
