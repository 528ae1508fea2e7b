namespace Pipeline.Transforms.DnsNames.Names;

/// <summary>Who was told of an address.</summary>
/// <param name="Address">The address, as columns of type ip hold it.</param>
/// <param name="Host">The machine, by a number.</param>
/// <param name="Pid">The process; 0: whoever on that machine.</param>
/// <param name="StartTicks">When it began.</param>
internal readonly record struct AddressKey(UInt128 Address, int Host, uint Pid, ulong StartTicks);
