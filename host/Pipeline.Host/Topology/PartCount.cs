namespace Pipeline.Host.Topology;

/// <summary>The parts into which a taken batch was split: with the last one the batch is done.</summary>
internal sealed class PartCount(TakenBatch whole)
{
    // The one who splits holds one until all parts are on their way.
    private int _left = 1;

    public void Add() => Interlocked.Increment(ref _left);

    public void Done()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            whole.Done();
    }
}
