namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Messages of a channel that wait for the server to confirm them. The server numbers them from 1 on, without a gap; confirmations come in any order.</summary>
internal sealed class Confirms
{
    /// <summary>Messages that may wait; of one who publishes more the oldest is told without its confirmation.</summary>
    public const int Most = 8192;

    private AmqpCall?[] _ring = [];
    private ulong _first = 1;
    private ulong _next = 1;

    /// <summary>Whether the server confirms what is published, and it is known by which number.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The last number.</summary>
    public ulong Published { get; private set; }

    public void Begin()
    {
        Forget();
        (IsOn, Published, _first, _next) = (true, 0, 1, 1);
    }

    /// <summary>The numbers are not known any more. Nothing may wait.</summary>
    public void Forget() => IsOn = false;

    /// <summary>The number of a message that begins.</summary>
    public ulong Number() => ++Published;

    /// <summary>Whether a message may wait.</summary>
    public bool HasRoom(ulong tag) => _first == _next || tag - _first < Most;

    /// <summary>A message is whole. There must be room.</summary>
    public void Wait(AmqpCall call)
    {
        if (_first == _next)
            (_first, _next) = (call.Tag, call.Tag);
        // One in between that never became whole waits for nobody.
        while (_next < call.Tag)
            Put(null);
        Put(call);
    }

    /// <summary>Takes out the message of a number; null: it does not wait.</summary>
    public AmqpCall? Take(ulong tag)
    {
        if (tag < _first || tag >= _next)
            return null;
        ref var place = ref _ring[tag % (ulong)_ring.Length];
        var call = place;
        place = null;
        while (_first < _next && _ring[_first % (ulong)_ring.Length] is null)
            _first++;
        return call;
    }

    /// <summary>Takes out the one that has waited longest, if its number is not above <paramref name="tag"/>; null: there is none.</summary>
    public AmqpCall? TakeFirst(ulong tag = ulong.MaxValue) => _first < _next && _first <= tag ? Take(_first) : null;

    private void Put(AmqpCall? call)
    {
        if (_next - _first == (ulong)_ring.Length)
            Grow();
        _ring[_next++ % (ulong)_ring.Length] = call;
    }

    private void Grow()
    {
        var larger = new AmqpCall?[Math.Max(16, 2 * _ring.Length)];
        for (var tag = _first; tag < _next; tag++)
            larger[tag % (ulong)larger.Length] = _ring[tag % (ulong)_ring.Length];
        _ring = larger;
    }
}
