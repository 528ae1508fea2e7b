using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>The places at which programs of an object were attached on demand. Thread-safe.</summary>
internal sealed class DemandedLinks(AttachedVariant attached)
{
    // The kernel waits for whoever may be inside before it lets a place go: for many at once no longer than for one.
    private const int AtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<LinkHandle, string> _links = [];
    private bool _ended;

    /// <exception cref="BpfException">There is no such program, or the kernel refused it there; the message names the remedy.</exception>
    internal IDisposable Attach(UserPlace place)
    {
        var program = attached.Programs.FirstOrDefault(p => p.OnDemand && p.Name == place.Program)
            ?? throw new BpfException($"find program '{place.Program}'", "it is not loaded, or not to be attached on demand");
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            using var log = LibbpfLog.Capture();
            var link = UserProbe.Attach(attached.Object.Program(program), place);
            if (!link.IsInvalid)
            {
                _links.Add(link, program.Name);
                return new Demanded(this, link);
            }

            var error = Marshal.GetLastPInvokeError();
            throw new BpfException($"attach program '{program.Name}' to {place.File} at {place.Offset}", error, Hints.ForAttach(program.Mechanism, error))
            {
                Program = program.Name,
                Hook = program.Hook,
            };
        }
    }

    /// <summary>At how many places the program stands.</summary>
    internal int Count(string program)
    {
        lock (_lock)
            return _links.Count(l => l.Value == program);
    }

    /// <summary>Detaches all; none can be attached any more.</summary>
    internal void End()
    {
        ConcurrentQueue<LinkHandle> links;
        lock (_lock)
        {
            _ended = true;
            links = new(_links.Keys);
            _links.Clear();
        }

        Thread[] threads = [.. Enumerable.Range(0, Math.Min(AtOnce, links.Count)).Select(_ => new Thread(() => Close(links)))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    }

    private static void Close(ConcurrentQueue<LinkHandle> links)
    {
        while (links.TryDequeue(out var link))
            link.Dispose();
    }

    private void Detach(LinkHandle link)
    {
        lock (_lock)
            if (_links.Remove(link))
                link.Dispose();
    }

    private sealed class Demanded(DemandedLinks links, LinkHandle link) : IDisposable
    {
        public void Dispose() => links.Detach(link);
    }
}
