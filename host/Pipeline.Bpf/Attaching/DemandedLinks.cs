using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>The places at which programs of an object were attached on demand. Thread-safe.</summary>
internal sealed class DemandedLinks(AttachedVariant attached)
{
    // The kernel waits for whoever may be inside before it lets places go: for many links at once no longer than for one.
    private const int AtOnce = 32;

    private readonly Lock _lock = new();
    private readonly HashSet<Demanded> _all = [];
    private bool _ended;

    /// <exception cref="BpfException">There is no such program, or the kernel refused it there; the message names the remedy.</exception>
    internal IDisposable Attach(string file, IReadOnlyList<UserPlace> places)
    {
        var demanded = new Demanded(this, places);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            try
            {
                foreach (var alike in places.GroupBy(p => (p.Program, p.AtReturn)))
                    AttachAlike(file, [.. alike], demanded.Links);
            }
            catch
            {
                Close(demanded.Links);
                throw;
            }

            _all.Add(demanded);
            return demanded;
        }
    }

    /// <summary>At how many places the program stands.</summary>
    internal int Count(string program)
    {
        lock (_lock)
            return _all.Sum(d => d.Places.Count(p => p.Program == program));
    }

    /// <summary>Detaches all; none can be attached any more.</summary>
    internal void End()
    {
        SafeHandle[] links;
        lock (_lock)
        {
            _ended = true;
            links = [.. _all.SelectMany(d => d.Links)];
            _all.Clear();
        }

        Close(links);
    }

    private void AttachAlike(string file, UserPlace[] places, List<SafeHandle> links)
    {
        var name = places[0].Program;
        var program = attached.Programs.FirstOrDefault(p => p.OnDemand && p.Name == name)
            ?? throw new BpfException($"find program '{name}'", "it is not loaded, or not to be attached on demand");
        using var log = LibbpfLog.Capture();
        if (MultipleProbes.AreOffered)
        {
            Add(MultipleProbes.Attach(attached.Object.Program(program), file, places));
            return;
        }

        foreach (var place in places)
            Add(UserProbe.Attach(attached.Object.Program(program), file, place));

        void Add(SafeHandle link)
        {
            if (!link.IsInvalid)
            {
                links.Add(link);
                return;
            }

            var error = Marshal.GetLastPInvokeError();
            throw new BpfException($"attach program '{name}' to {places.Length} places of {file}", error, Hints.ForAttach(program.Mechanism, error))
            {
                Program = name,
                Hook = program.Hook,
            };
        }
    }

    private void Detach(Demanded demanded)
    {
        lock (_lock)
            if (!_all.Remove(demanded))
                return;
        Close(demanded.Links);
    }

    private static void Close(IReadOnlyCollection<SafeHandle> links)
    {
        var queue = new ConcurrentQueue<SafeHandle>(links);
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(AtOnce, links.Count)).Select(_ => new Thread(() =>
        {
            while (queue.TryDequeue(out var link))
                link.Dispose();
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    }

    private sealed class Demanded(DemandedLinks links, IReadOnlyList<UserPlace> places) : IDisposable
    {
        internal IReadOnlyList<UserPlace> Places => places;

        internal List<SafeHandle> Links { get; } = [];

        public void Dispose() => links.Detach(this);
    }
}
