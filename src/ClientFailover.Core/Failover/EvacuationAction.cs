namespace ClientFailover;

/// <summary>What an operator wants done with a place.</summary>
public enum EvacuationAction
{
    /// <summary>Calls go elsewhere while there is an elsewhere; what is evacuated stays the last resort (a zonal shift).</summary>
    Evacuate = 0,

    /// <summary>No new call, not even as a last resort; running calls finish.</summary>
    Drain = 1,

    /// <summary>Calls go here and nowhere else while it can take them; everything else stays the last resort.</summary>
    Pin = 2,
}
