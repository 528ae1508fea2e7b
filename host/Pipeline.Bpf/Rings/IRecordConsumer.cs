namespace Pipeline.Bpf.Rings;

/// <summary>
/// What is done with each record of a ring. Implemented by structs only, so that the call is compiled into the loop.
/// </summary>
public unsafe interface IRecordConsumer
{
    /// <summary>Takes one record, or refuses it by returning false, which ends the drain in front of it.</summary>
    /// <param name="record">The record in the ring, aligned to 8; valid for the call. Memory up to the next multiple of 8 may be read.</param>
    /// <param name="length">Its bytes.</param>
    bool TryConsume(byte* record, int length);
}
