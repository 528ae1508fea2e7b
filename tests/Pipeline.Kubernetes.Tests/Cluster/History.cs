using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Cluster;

/// <summary>
/// A world in which pods come and go and take over each other's addresses, what a feed tells of it, and who had which address when. Watches break now and then, and what happened
/// meanwhile is told by the next list.
/// </summary>
internal sealed class History(Random random, ClusterState state, int addresses)
{
    private readonly Dictionary<int, Life> _living = [];
    private readonly Dictionary<string, Life> _told = [];
    private int _pods;
    private bool _isConnected = true;

    public List<Life> Lives { get; } = [];

    public long Now { get; private set; } = 1_000_000 * Told.Second + 123_456_789;

    public int Relists { get; private set; }

    public int Reused { get; private set; }

    public void Step()
    {
        Now += random.NextInt64(Told.Second / 20, 3 * Told.Second);
        switch (random.Next(20))
        {
            case 0 when _isConnected:
                _isConnected = false;
                break;
            case 0 or 1 when !_isConnected:
                Relist();
                break;
            case < 12:
                Replace(random.Next(addresses));
                break;
            case < 16:
                End(random.Next(addresses));
                break;
            default:
                TellAgain();
                break;
        }

        state.Forget(Now);
    }

    public void EndAll()
    {
        if (!_isConnected)
            Relist();
        for (var address = 0; address < addresses; address++)
            End(address);
    }

    private static UInt128 Address(int number) => Told.Address($"10.1.{number / 250}.{1 + number % 250}");

    private void Replace(int address)
    {
        Reused += _living.ContainsKey(address) ? 1 : 0;
        End(address);
        // What a list tells is cut to seconds, and there is nothing else to tell two pods apart by that came and went unseen.
        Now = _isConnected ? Now + random.NextInt64(Told.Second) : (Now / Told.Second + 1) * Told.Second + random.NextInt64(Told.Second);
        var life = new Life(new Guid(random.Next(), (short)_pods, 0, new byte[8]).ToString(), $"web-{address}", Address(address), Now);
        _pods++;
        _living[address] = life;
        Lives.Add(life);
        if (_isConnected)
            Tell(life);
    }

    private void End(int address)
    {
        if (!_living.Remove(address, out var life))
            return;
        life.Ended = Now;
        if (!_isConnected)
            return;
        // Jobs stay as objects when they have ended, and their address is free.
        if (random.Next(4) == 0)
            state.Apply(new Put(Object(life) with { Phase = PodPhase.Succeeded }), Now);
        Tell(new Gone(ObjectKind.Pod, life.Uid, Now));
        _told.Remove(life.Uid);
        life.Gone = Now;
    }

    private void TellAgain()
    {
        if (_isConnected && _living.Count > 0)
            Tell(_living.Values.ElementAt(random.Next(_living.Count)));
    }

    private void Relist()
    {
        (_isConnected, Relists) = (true, Relists + 1);
        foreach (var life in _living.Values)
            Tell(life);
        foreach (var life in _told.Values.Where(l => l.Ended != long.MaxValue).ToList())
        {
            Tell(new Gone(ObjectKind.Pod, life.Uid, Now));
            _told.Remove(life.Uid);
            life.Gone = Now;
        }

        Tell(new Listed(ObjectKind.Pod, _living.Count));
    }

    private void Tell(Life life)
    {
        state.Apply(new Put(Object(life)), Now);
        life.IsTold = true;
        _told[life.Uid] = life;
    }

    private void Tell(Change change) => state.Apply(change, Now);

    private static Pod Object(Life life) => Told.Pod(life.Uid, life.Name) with
    {
        Addresses = [life.Address],
        Started = life.Began / Told.Second * Told.Second,
        Containers = [new Container("app", life.ContainerId, "app:1", "")],
        Controller = new Controller("ReplicaSet", "web-1", "set-" + life.Name),
    };

    /// <summary>One pod from its first moment to its last.</summary>
    internal sealed record Life(string Uid, string Name, UInt128 Address, long Began)
    {
        public string ContainerId => Uid.Replace("-", "", StringComparison.Ordinal) + "00112233445566778899aabbccddeeff";

        public long Ended { get; set; } = long.MaxValue;

        /// <summary>When the feed told that it is gone.</summary>
        public long Gone { get; set; } = long.MaxValue;

        /// <summary>Whether the feed ever told of it: what comes and goes while a watch is broken, nobody hears of.</summary>
        public bool IsTold { get; set; }
    }
}
