namespace ClientFailover;

/// <summary>What becomes of a write when its primary is lost.</summary>
public enum PrimaryLoss
{
    /// <summary>It goes to the primary or fails: a second place that took it would hold another truth.</summary>
    Fail = 0,

    /// <summary>It goes elsewhere while no endpoint of the primary is healthy, and where the primary has failed it if it may be repeated.</summary>
    FailOver = 1,
}
