using Microsoft.Extensions.Logging;
using Pipeline.Bpf;

namespace Pipeline.Sources.Sockets.Tls;

/// <summary>
/// Keeps programs at the functions that encrypt and decrypt, in each file that any process runs code from: those mapped when it starts, and those that are mapped
/// later, by programs that start and libraries that are loaded. A file is attached to once for all processes, and left alone when nobody has it mapped any more.
/// Its own thread.
/// </summary>
internal sealed class LibraryFollower : IDisposable
{
    // A file that was replaced is mapped by whoever has not started anew; one that nobody maps is asked about twice, as a program may just start again.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private const int LooksUntilLeft = 2;

    // What is remembered of files that have nothing: more than this, and all are looked into anew.
    private const int MostRemembered = 1 << 16;

    private readonly ProcessMappings _processes;
    private readonly LibraryAttaching _attaching;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Dictionary<MappedFile, LookedAtFile> _files = [];
    private readonly ExecutableMappings? _mappings;
    private readonly Thread _thread;
    private readonly object _ending = new();
    private volatile bool _ended;
    private bool _closed;

    private LibraryFollower(BpfObject loaded, IComponentContext context)
    {
        _processes = new ProcessMappings(context.Environment.OnHost("/proc"));
        _attaching = new LibraryAttaching(loaded, context.Log);
        _log = context.Log;
        _time = context.Environment.Time;
        try
        {
            _mappings = ExecutableMappings.Open();
        }
        catch (BpfException e)
        {
            _log.LogWarning("libraries that programs load from now on are found only every {Seconds} s: {Problem}", BetweenLooks.TotalSeconds, e.Message);
        }

        _thread = new Thread(Run) { Name = $"{context.Name} libraries", IsBackground = true };
    }

    /// <summary>Returns when all that is mapped now is attached to, or with the file at hand once a stop is asked for: on a busy machine with many files the whole may take longer than a stop.</summary>
    internal static LibraryFollower Start(BpfObject loaded, IComponentContext context, CancellationToken stop)
    {
        var follower = new LibraryFollower(loaded, context);
        using (stop.UnsafeRegister(static f => ((LibraryFollower)f!).Dispose(), follower))
            follower.LookAtAll();
        follower._thread.Start();
        return follower;
    }

    /// <summary>Does not wait: a file that is being looked into may be large. What stands somewhere goes with the programs.</summary>
    public void Dispose()
    {
        lock (_ending)
        {
            _ended = true;
            Monitor.PulseAll(_ending);
            if (!_closed)
                _mappings?.Wake();
        }
    }

    private void Run()
    {
        try
        {
            for (var looked = _time.GetTimestamp(); !_ended; )
            {
                Wait(BetweenLooks - _time.GetElapsedTime(looked));
                var whole = _mappings is null || _mappings.Read(LookAt);
                if (_ended || (whole && _time.GetElapsedTime(looked) < BetweenLooks))
                    continue;
                var mapped = LookAtAll();
                if (_ended)
                    break;
                Leave(mapped);
                looked = _time.GetTimestamp();
            }
        }
        catch (Exception e) when (e is BpfException || (_ended && e is ObjectDisposedException))
        {
            if (!_ended)
                _log.LogError("libraries that programs load from now on are not found: {Problem}", e.Message);
        }
        finally
        {
            lock (_ending)
            {
                _closed = true;
                _mappings?.Dispose();
            }
        }
    }

    private void Wait(TimeSpan most)
    {
        most = most < TimeSpan.Zero ? TimeSpan.Zero : most;
        if (_mappings is not null)
        {
            _mappings.Wait(most);
            return;
        }

        lock (_ending)
            if (!_ended)
                Monitor.Wait(_ending, most);
    }

    private HashSet<MappedFile> LookAtAll()
    {
        var mapped = new HashSet<MappedFile>();
        foreach (var mapping in _processes.All())
        {
            if (_ended)
                break;
            if (mapped.Add(mapping.File))
                LookAt(mapping);
        }

        return mapped;
    }

    private void LookAt(ExecutableMapping mapping)
    {
        if (_ended || mapping.File.Inode == 0 || _files.ContainsKey(mapping.File))
            return;
        using var file = _processes.Open(mapping);
        // Whoever maps it next is looked at again.
        if (file is null)
            return;
        if (_files.Count >= MostRemembered)
            Forget();
        _files.Add(mapping.File, _attaching.LookInto(file));
    }

    private void Leave(HashSet<MappedFile> mapped)
    {
        foreach (var (key, file) in _files.ToArray())
        {
            file.Unmapped = mapped.Contains(key) ? 0 : file.Unmapped + 1;
            if (file.Unmapped < LooksUntilLeft)
                continue;
            file.Dispose();
            _files.Remove(key);
            if (file.IsObserved)
                _log.LogInformation("{File} is observed no longer: no process runs code of it", file.Path);
        }
    }

    private void Forget()
    {
        foreach (var (key, file) in _files.ToArray())
            if (!file.IsObserved)
                _files.Remove(key);
    }
}
